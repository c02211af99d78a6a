namespace PhyrActors.Exploration;

/// <summary>Steps in words.</summary>
internal static class StepText
{
    public static string Actor(object receiver) =>
        receiver is IActorRef actor ? actor.Path.ToStringWithoutAddress() : receiver.ToString() ?? string.Empty;

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
