namespace PhyrActors.Model;

/// <summary>The taken runs of an address space, ordered by address; each knows the free run right below it, and each
/// subtree the largest request that fits into one of those.</summary>
/// <remarks>A treap in one array: expected depth O(log n), no allocation once grown. Node 0 is "none"; the anchor is
/// an entry above every address, so that the topmost free run lies below an entry too.</remarks>
internal sealed class IovaEntryTree
{
    public const int Anchor = 1;

    private readonly ulong _firstGranule;
    private Node[] _nodes = new Node[16];
    private int _root = Anchor;
    private int _used = Anchor + 1;
    private int _firstSpare;
    private ulong _priorityState;

    public IovaEntryTree(ulong firstGranule)
    {
        _firstGranule = firstGranule;
        _nodes[Anchor] = new Node { First = ulong.MaxValue, Last = ulong.MaxValue, Priority = uint.MaxValue };
        SetGap(Anchor, firstGranule);
        Refresh(Anchor);
    }

    /// <summary>Entries, without the anchor.</summary>
    public int Count { get; private set; }

    public IovaEntry this[int node] => new(_nodes[node].First, _nodes[node].Last);

    /// <summary>The free run right below an entry.</summary>
    public IovaGap GapBelow(int node) => new(_nodes[node].GapFirst, _nodes[node].First);

    /// <summary>The lowest entry that ends at or above a granule: the one that holds it, or the next.</summary>
    public int FindAtOrAbove(ulong granule)
    {
        int found = Anchor;
        int at = _root;
        while (at != 0)
        {
            ref Node node = ref _nodes[at];
            if (node.Last >= granule)
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

    /// <summary>The highest entry at or below a granule whose free run holds a request, or 0.</summary>
    public int FindHighestFit(ulong granules, bool isAligned, ulong firstLast)
    {
        int fallback = 0;
        int at = _root;
        while (at != 0)
        {
            ref Node node = ref _nodes[at];
            if (node.First > firstLast)
            {
                at = node.Left;
                continue;
            }

            if (node.Fit(isAligned) >= granules || _nodes[node.Left].SubtreeFit(isAligned) >= granules)
            {
                fallback = at;
            }

            at = _nodes[node.Right].SubtreeFit(isAligned) >= granules ? node.Right : 0;
        }

        return fallback == 0 || _nodes[fallback].Fit(isAligned) >= granules
            ? fallback
            : HighestFitIn(_nodes[fallback].Left, granules, isAligned);
    }

    public int Next(int node)
    {
        int right = _nodes[node].Right;
        if (right != 0)
        {
            while (_nodes[right].Left != 0)
            {
                right = _nodes[right].Left;
            }

            return right;
        }

        int at = node;
        while (_nodes[at].Parent is var above && above != 0 && _nodes[above].Right == at)
        {
            at = above;
        }

        return _nodes[at].Parent;
    }

    /// <summary>Puts an entry into the free run below another one.</summary>
    public int InsertBelow(int above, IovaEntry entry)
    {
        int added = TakeNode(entry);
        SetGap(added, _nodes[above].GapFirst);
        SetGap(above, entry.Last + 1);
        RefreshUpwards(above);
        int parent = above;
        if (_nodes[above].Left == 0)
        {
            _nodes[above].Left = added;
        }
        else
        {
            parent = _nodes[above].Left;
            while (_nodes[parent].Right != 0)
            {
                parent = _nodes[parent].Right;
            }

            _nodes[parent].Right = added;
        }

        _nodes[added].Parent = parent;
        RefreshUpwards(added);
        while (_nodes[_nodes[added].Parent].Priority < _nodes[added].Priority)
        {
            RotateUp(added);
        }

        Count++;
        return added;
    }

    /// <summary>Lowers where an entry begins, into the free run below it.</summary>
    public void ExtendDown(int node, ulong first)
    {
        _nodes[node].First = first;
        SetGap(node, _nodes[node].GapFirst);
        RefreshUpwards(node);
    }

    public void Remove(int node)
    {
        int next = Next(node);
        SetGap(next, _nodes[node].GapFirst);
        RefreshUpwards(next);
        while (_nodes[node].Left != 0 || _nodes[node].Right != 0)
        {
            (int left, int right) = (_nodes[node].Left, _nodes[node].Right);
            bool leftRises = right == 0 || (left != 0 && _nodes[left].Priority > _nodes[right].Priority);
            RotateUp(leftRises ? left : right);
        }

        int parent = _nodes[node].Parent;
        ReplaceChild(parent, node, 0);
        RefreshUpwards(parent);
        _nodes[node] = new Node { Parent = _firstSpare };
        _firstSpare = node;
        Count--;
    }

    private int HighestFitIn(int subtree, ulong granules, bool isAligned)
    {
        int at = subtree;
        while (true)
        {
            ref Node node = ref _nodes[at];
            if (_nodes[node.Right].SubtreeFit(isAligned) >= granules)
            {
                at = node.Right;
            }
            else if (node.Fit(isAligned) >= granules)
            {
                return at;
            }
            else
            {
                at = node.Left;
            }
        }
    }

    private void SetGap(int node, ulong first)
    {
        ref Node at = ref _nodes[node];
        at.GapFirst = Math.Max(first, _firstGranule);
        at.AlignedFit = new IovaGap(at.GapFirst, at.First).LargestFit;
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

        ReplaceChild(above, parent, node);
        (_nodes[parent].Parent, _nodes[node].Parent) = (node, above);
        Refresh(parent);
        Refresh(node);
    }

    private void ReplaceChild(int parent, int child, int by)
    {
        if (parent == 0)
        {
            _root = by;
        }
        else if (_nodes[parent].Left == child)
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
        ref Node left = ref _nodes[at.Left];
        ref Node right = ref _nodes[at.Right];
        ulong aligned = Math.Max(at.AlignedFit, Math.Max(left.SubtreeAligned, right.SubtreeAligned));
        ulong any = Math.Max(at.AnyFit, Math.Max(left.SubtreeAny, right.SubtreeAny));
        bool changed = aligned != at.SubtreeAligned || any != at.SubtreeAny;
        (at.SubtreeAligned, at.SubtreeAny) = (aligned, any);
        return changed;
    }

    /// <summary>Renews a node and its ancestors, as far up as anything changes.</summary>
    private void RefreshUpwards(int node)
    {
        int at = node;
        while (at != 0 && Refresh(at))
        {
            at = _nodes[at].Parent;
        }
    }

    private int TakeNode(IovaEntry entry)
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

        _nodes[node] = new Node { First = entry.First, Last = entry.Last, Priority = NextPriority() };
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
            return (uint)(mixed >> 33);
        }
    }

    private struct Node
    {
        public ulong First;
        public ulong Last;
        public ulong GapFirst;
        public ulong AlignedFit;
        public ulong SubtreeAligned;
        public ulong SubtreeAny;
        public int Left;
        public int Right;
        public int Parent;
        public uint Priority;

        public readonly ulong AnyFit => First > GapFirst ? First - GapFirst : 0;

        public readonly ulong Fit(bool isAligned) => isAligned ? AlignedFit : AnyFit;

        public readonly ulong SubtreeFit(bool isAligned) => isAligned ? SubtreeAligned : SubtreeAny;
    }
}
