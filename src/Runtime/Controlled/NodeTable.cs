namespace PhyrActors.Runtime;

/// <summary>The actors of one run and the channels between them, in the order of their making; what one run made serves
/// the next.</summary>
/// <remarks>A channel stays where it is, between the same two numbers: it is numbered afresh when a run first uses
/// it.</remarks>
internal sealed class NodeTable
{
    // A run that was far larger than others does not keep its parts.
    private const int KeptMax = 4096;

    private readonly List<Node> _nodes = [];
    private readonly List<Lane> _lanes = [];

    public int Count { get; private set; }

    public Node this[int serial] => _nodes[serial];

    public Node Add(ActorCell? cell, ulong identity, int slot, ulong seed)
    {
        if (Count == _nodes.Count)
        {
            _nodes.Add(new Node(Count));
        }

        Node node = _nodes[Count++];
        node.Begin(cell, identity, slot, seed);
        Number(node.Front);
        Number(node.TimerLane);
        return node;
    }

    public Lane Lane(Node from, Node to, LaneKind kind, out bool added)
    {
        Lane lane = to.LaneFrom(from, kind);
        added = lane.Number < 0;
        if (added)
        {
            Number(lane);
        }

        return lane;
    }

    /// <summary>A hash of all that is on its way; the order of channels does not count.</summary>
    public ulong HashMessages()
    {
        ulong sum = 0;
        foreach (Lane lane in _lanes)
        {
            sum = unchecked(sum + lane.HashMessages());
        }

        return sum;
    }

    /// <summary>Ends the run: nothing of it is kept but empty parts.</summary>
    public void Clear()
    {
        foreach (Lane lane in _lanes)
        {
            lane.Clear();
        }

        for (int i = 0; i < Count; i++)
        {
            _nodes[i].End();
        }

        if (Count > KeptMax)
        {
            _nodes.Clear();
        }

        _lanes.Clear();
        Count = 0;
    }

    private void Number(Lane lane)
    {
        lane.Number = _lanes.Count;
        _lanes.Add(lane);
    }
}
