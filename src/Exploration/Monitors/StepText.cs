namespace PhyrActors.Exploration;

/// <summary>Steps in words.</summary>
internal static class StepText
{
    public static string Actor(object receiver) =>
        receiver is IActorRef actor ? actor.Path.ToStringWithoutAddress() : receiver.ToString() ?? string.Empty;

    /// <summary>The message in its own words; one that throws when asked is told by its class.</summary>
    public static string Message(object message)
    {
        try
        {
            return message.ToString() ?? string.Empty;
        }
#pragma warning disable CA1031 // A finding must not be lost over a message that cannot be put into words.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            return $"{MessageClass(message)} (its text: {cause.GetType().Name})";
        }
    }

    public static string MessageClass(object message) => message.GetType().Name;

    public static string Of(in StepView step) =>
        $"{Of(step.Kind, MessageClass(step.Message), Actor(step.Receiver))} ({step.Id:x16})";

    public static string Of(StepKind kind, string message, string actor) => kind switch
    {
        StepKind.Timer => $"timer {message} at {actor}",
        StepKind.Creation => $"creation of {actor}",
        _ => $"{message} to {actor}",
    };
}
