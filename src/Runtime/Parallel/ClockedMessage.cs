namespace PhyrActors.Runtime;

/// <summary>A message with the clock of the step that sent it, where clocks are kept.</summary>
internal sealed record ClockedMessage(object Message, int[] Clock)
{
    public static object Unwrap(object message) => message is ClockedMessage clocked ? clocked.Message : message;
}
