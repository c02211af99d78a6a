namespace PhyrActors.Model;

/// <summary>One page of an I/O page table: its frame, its 512 slots, and above level 1 the pages they point
/// to.</summary>
internal sealed class IoTablePage(int level, IoTableFormat format)
{
    private readonly IoTablePage?[] _children = level > IoLevel.Leaf ? new IoTablePage?[IoLevel.Entries] : [];
    private readonly ulong[]?[] _leafSlots = level == IoLevel.Leaf + 1 ? new ulong[]?[IoLevel.Entries] : [];
    private readonly int _tableSizeLog2 = IoLevel.TableSizeLog2(level);
    private readonly int _entrySizeLog2 = IoLevel.EntrySizeLog2(level);

    public int Level { get; } = level;

    public Pfn Frame { get; private set; }

    /// <summary>The first address the page translates.</summary>
    public ulong Base { get; private set; }

    public IoTablePage? Parent { get; private set; }

    public ulong[] Slots { get; } = new ulong[IoLevel.Entries];

    public ReadOnlySpan<IoTablePage?> Children => _children;

    /// <summary>At level 2 the slots of each child, so that a translation need not look at the child itself.</summary>
    public ReadOnlySpan<ulong[]?> LeafSlots => _leafSlots;

    public void Place(Pfn frame, ulong baseAddress) => (Frame, Base) = (frame, baseAddress);

    public bool Covers(ulong iova) => (iova ^ Base) >> _tableSizeLog2 == 0;

    public int IndexOf(ulong iova) => unchecked((int)(iova >> _entrySizeLog2)) & (IoLevel.Entries - 1);

    public void Attach(int index, IoTablePage child)
    {
        _children[index] = child;
        Slots[index] = format.Table(child.Frame);
        SetLeafSlots(index, child.Slots);
        child.Parent = this;
    }

    public void Detach(IoTablePage child)
    {
        int index = IndexOf(child.Base);
        _children[index] = null;
        Slots[index] = 0;
        SetLeafSlots(index, null);
        child.Parent = null;
    }

    private void SetLeafSlots(int index, ulong[]? slots)
    {
        if (_leafSlots.Length > 0)
        {
            _leafSlots[index] = slots;
        }
    }

    /// <summary>No leaf in this page or below.</summary>
    public bool IsEmptyTree()
    {
        for (int i = 0; i < Slots.Length; i++)
        {
            if (Slots[i] != 0 && (Level == IoLevel.Leaf || _children[i] is not { } child || !child.IsEmptyTree()))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many leaves stand in a row from a slot on, at most <paramref name="max"/>.</summary>
    public int LeafRun(int index, int max)
    {
        if (Level == IoLevel.Leaf)
        {
            int gap = Slots.AsSpan(index, max).IndexOf(0UL);
            return gap < 0 ? max : gap;
        }

        int run = 0;
        while (run < max && format.IsLeaf(Slots[index + run], Level))
        {
            run++;
        }

        return run;
    }
}
