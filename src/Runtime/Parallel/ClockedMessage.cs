namespace PhyrActors.Runtime;

/// <summary>A message as it travels where steps are followed.</summary>
/// <param name="Message">The message itself; one of the runtime too.</param>
/// <param name="Id">Its identity.</param>
/// <param name="Clock">That of the step that sent it; empty for the world outside, and for timers.</param>
internal sealed record ClockedMessage(object Message, ulong Id, int[] Clock)
{
    public static object Unwrap(object message) => message is ClockedMessage clocked ? clocked.Message : message;
}
