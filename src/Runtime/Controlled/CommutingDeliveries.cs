using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>The deliveries so far of an actor that takes some messages in either order, with their clocks.</summary>
/// <remarks>They are few: such actors are explored, not simulated.</remarks>
internal sealed class CommutingDeliveries(ICommuting commuting, Type actor, int[]? born)
{
    private readonly List<(object? Message, int Channel, int[] Clock)> _deliveries = [];

    /// <summary>The clock of the step that made the actor.</summary>
    public int[]? Born { get; } = born;

    /// <summary>The slots in which this actor's steps are counted; slot 0 is the world's.</summary>
    public List<int> Chains { get; } = [];

    /// <summary>Keeps a delivery; no message is what commutes with nothing: a timer, a message of the
    /// runtime.</summary>
    public void Add(object? message, int channel, int[] clock) => _deliveries.Add((message, channel, clock));

    /// <summary>The clocks of those that the message does not commute with, or that came before it in its
    /// channel.</summary>
    public IEnumerable<int[]> Before(object? message, int channel)
    {
        foreach ((object? earlier, int earlierChannel, int[] clock) in _deliveries)
        {
            if (message is null || earlier is null || channel == earlierChannel
                || !commuting.Commute(actor, earlier, message))
            {
                yield return clock;
            }
        }
    }
}
