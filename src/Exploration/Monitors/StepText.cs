using System.Text.RegularExpressions;

namespace PhyrActors.Exploration;

/// <summary>Steps in words.</summary>
public static partial class StepText
{
    /// <summary>A message or an event in its own words, a list in it as <c>PteRun[3]</c>, or <c>PteRun[]</c> where it
    /// does not tell its length; one that throws when asked is told by its class.</summary>
    public static string Message(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            string text = List().Replace(message.ToString() ?? string.Empty, "${item}[${count}]");
            return Unmeasured().Replace(text, "${item}[]");
        }
#pragma warning disable CA1031 // A finding must not be lost over a message that cannot be put into words.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            return $"{MessageClass(message)} (its text: {cause.GetType().Name})";
        }
    }

    internal static string Actor(object receiver) =>
        receiver is IActorRef actor ? actor.Path.ToStringWithoutAddress() : receiver.ToString() ?? string.Empty;

    internal static string MessageClass(object message) => message.GetType().Name;

    internal static string Of(in StepView step) =>
        $"{Of(step.Kind, MessageClass(step.Message), Actor(step.Receiver))} ({step.Id:x16})";

    internal static string Of(StepKind kind, string message, string actor) => kind switch
    {
        StepKind.Timer => $"timer {message} at {actor}",
        StepKind.Creation => $"creation of {actor}",
        _ => $"{message} to {actor}",
    };

    [GeneratedRegex(
        @"System\.(?:ReadOnly)?Memory<(?<item>[^<>]*)>\[(?<count>\d+)\]",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex List();

    // What the compiler makes of [a, b], and lists of the library.
    [GeneratedRegex(
        @"(?:<>z__\w+|System\.Collections(?:\.\w+)+)`1\[(?:\w+[.+])*(?<item>\w+)\]",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unmeasured();
}
