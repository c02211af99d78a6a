namespace PhyrActors.Runtime;

/// <summary>The parts that controlled systems are made of: channels, clocks, queues. Give one to system after system,
/// and short runs cost little more than their actors.</summary>
/// <remarks>For one system at a time, which gives the parts back when it is disposed of: references to its actors then
/// lead to dead letters, and its clocks mean nothing any more. For one thread.</remarks>
public sealed class ControlledPool
{
    private bool _lent;

    internal NodeTable Nodes { get; } = new();

    internal Queue<Node> Creations { get; } = new();

    internal SlotTable Slots { get; } = new();

    internal ClockPool Clocks { get; } = new();

    internal LatestSteps Latest { get; } = new();

    internal ExploredAgenda Explored { get; } = new();

    internal void Lend()
    {
        if (_lent)
        {
            throw new InvalidOperationException("Another system that is not disposed of yet has these parts.");
        }

        _lent = true;
    }

    internal void TakeBack()
    {
        Nodes.Clear();
        Creations.Clear();
        Slots.Clear();
        Clocks.Clear();
        Latest.Clear();
        Explored.Clear();
        _lent = false;
    }
}
