namespace PhyrActors.Model;

/// <summary>Nodes that had a free block of one order when they were put here, the latest on top.</summary>
internal struct IovaNodeStack
{
    private int[]? _nodes;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<int> Nodes => _nodes.AsSpan(0, Count);

    public void Push(int node)
    {
        _nodes ??= new int[4];
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, Count * 2);
        }

        _nodes[Count++] = node;
    }

    public readonly bool TryPeek(out int node)
    {
        node = Count > 0 ? _nodes![Count - 1] : 0;
        return Count > 0;
    }

    public void Pop() => Count--;
}
