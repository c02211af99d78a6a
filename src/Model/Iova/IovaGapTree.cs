namespace PhyrActors.Model;

/// <summary>The free runs of an address space, ordered by address, each subtree knowing the largest request that fits.
/// </summary>
/// <remarks>A treap in one array: expected depth O(log n), no allocation once grown. Node 0 is "none". Gaps start at
/// 1 or above and never touch each other.</remarks>
internal sealed class IovaGapTree
{
    private Node[] _nodes = new Node[16];
    private int _root;
    private int _used = 1;
    private int _firstSpare;
    private ulong _priorityState;

    public int Count { get; private set; }

    public IovaGap this[int node] => new(_nodes[node].First, _nodes[node].End);

    /// <summary>The highest gap that starts at or below a granule, or 0.</summary>
    public int FindAtOrBelow(ulong granule)
    {
        int found = 0;
        int at = _root;
        while (at != 0)
        {
            ref Node node = ref _nodes[at];
            if (node.First <= granule)
            {
                found = at;
                at = node.Right;
            }
            else
            {
                at = node.Left;
            }
        }

        return found;
    }

    /// <summary>The lowest gap that starts at or above a granule, or 0.</summary>
    public int FindAtOrAbove(ulong granule)
    {
        int found = 0;
        int at = _root;
        while (at != 0)
        {
            ref Node node = ref _nodes[at];
            if (node.First >= granule)
            {
                found = at;
                at = node.Left;
            }
            else
            {
                at = node.Right;
            }
        }

        return found;
    }

    /// <summary>The highest gap that starts below a granule and holds a request of this size, or 0.</summary>
    public int FindHighestFit(ulong granules, ulong firstEnd)
    {
        int fallback = 0;
        int at = _root;
        while (at != 0)
        {
            ref Node node = ref _nodes[at];
            if (node.First >= firstEnd)
            {
                at = node.Left;
                continue;
            }

            if (node.Fit >= granules || _nodes[node.Left].SubtreeFit >= granules)
            {
                fallback = at;
            }

            at = _nodes[node.Right].SubtreeFit >= granules ? node.Right : 0;
        }

        return fallback == 0 || _nodes[fallback].Fit >= granules
            ? fallback
            : HighestFitIn(_nodes[fallback].Left, granules);
    }

    public void Insert(IovaGap gap)
    {
        int added = TakeNode(gap);
        int parent = 0;
        for (int at = _root; at != 0; at = gap.First < _nodes[at].First ? _nodes[at].Left : _nodes[at].Right)
        {
            parent = at;
        }

        _nodes[added].Parent = parent;
        Replace(parent, 0, added, gap.First);
        while (_nodes[added].Parent is var above && above != 0 && _nodes[above].Priority < _nodes[added].Priority)
        {
            RotateUp(added);
        }

        RefreshUpwards(added);
        Count++;
    }

    /// <summary>Moves a gap's bounds; it must keep its place in the order.</summary>
    public void Resize(int node, IovaGap gap)
    {
        (_nodes[node].First, _nodes[node].End, _nodes[node].Fit) = (gap.First, gap.End, gap.LargestFit);
        RefreshUpwards(node);
    }

    public void Remove(int node)
    {
        while (_nodes[node].Left != 0 || _nodes[node].Right != 0)
        {
            (int left, int right) = (_nodes[node].Left, _nodes[node].Right);
            bool leftRises = right == 0 || (left != 0 && _nodes[left].Priority > _nodes[right].Priority);
            RotateUp(leftRises ? left : right);
        }

        int parent = _nodes[node].Parent;
        Replace(parent, node, 0, _nodes[node].First);
        RefreshUpwards(parent);
        _nodes[node] = new Node { Parent = _firstSpare };
        _firstSpare = node;
        Count--;
    }

    private int HighestFitIn(int subtree, ulong granules)
    {
        int at = subtree;
        while (true)
        {
            ref Node node = ref _nodes[at];
            if (_nodes[node.Right].SubtreeFit >= granules)
            {
                at = node.Right;
            }
            else if (node.Fit >= granules)
            {
                return at;
            }
            else
            {
                at = node.Left;
            }
        }
    }

    private void RotateUp(int node)
    {
        int parent = _nodes[node].Parent;
        int above = _nodes[parent].Parent;
        int moved;
        if (_nodes[parent].Left == node)
        {
            moved = _nodes[node].Right;
            (_nodes[parent].Left, _nodes[node].Right) = (moved, parent);
        }
        else
        {
            moved = _nodes[node].Left;
            (_nodes[parent].Right, _nodes[node].Left) = (moved, parent);
        }

        if (moved != 0)
        {
            _nodes[moved].Parent = parent;
        }

        Replace(above, parent, node, _nodes[node].First);
        (_nodes[parent].Parent, _nodes[node].Parent) = (node, above);
        Refresh(parent);
        Refresh(node);
    }

    /// <summary>Puts a child in another's place below a parent; with no child there yet, on the side of its
    /// address.</summary>
    private void Replace(int parent, int child, int by, ulong first)
    {
        if (parent == 0)
        {
            _root = by;
        }
        else if (child == 0 ? first < _nodes[parent].First : _nodes[parent].Left == child)
        {
            _nodes[parent].Left = by;
        }
        else
        {
            _nodes[parent].Right = by;
        }
    }

    private bool Refresh(int node)
    {
        ref Node at = ref _nodes[node];
        ulong below = Math.Max(_nodes[at.Left].SubtreeFit, _nodes[at.Right].SubtreeFit);
        ulong fit = Math.Max(below, at.Fit);
        bool changed = fit != at.SubtreeFit;
        at.SubtreeFit = fit;
        return changed;
    }

    private void RefreshUpwards(int node)
    {
        int at = node;
        while (at != 0 && (Refresh(at) || at == node))
        {
            at = _nodes[at].Parent;
        }
    }

    private int TakeNode(IovaGap gap)
    {
        int node = _firstSpare;
        if (node != 0)
        {
            _firstSpare = _nodes[node].Parent;
        }
        else
        {
            if (_used == _nodes.Length)
            {
                Array.Resize(ref _nodes, _nodes.Length * 2);
            }

            node = _used++;
        }

        _nodes[node] = new Node { First = gap.First, End = gap.End, Fit = gap.LargestFit, Priority = NextPriority() };
        return node;
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014): shapes the tree, never the answers.</summary>
    private uint NextPriority()
    {
        unchecked
        {
            _priorityState += 0x9E3779B97F4A7C15;
            ulong mixed = (_priorityState ^ (_priorityState >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (uint)(mixed >> 32);
        }
    }

    private struct Node
    {
        public ulong First;
        public ulong End;
        public ulong Fit;
        public ulong SubtreeFit;
        public int Left;
        public int Right;
        public int Parent;
        public uint Priority;
    }
}
