namespace PhyrActors.Model;

/// <summary>One page of an I/O page table: its frame, its 512 slots, and above level 1 the pages they point
/// to.</summary>
internal sealed class IoTablePage(int level, IoTableFormat format)
{
    private readonly IoTablePage?[] _children = level > IoLevel.Leaf ? new IoTablePage?[IoLevel.Entries] : [];

    public int Level { get; } = level;

    public Pfn Frame { get; private set; }

    /// <summary>The first address the page translates.</summary>
    public ulong Base { get; private set; }

    public IoTablePage? Parent { get; private set; }

    public ulong[] Slots { get; } = new ulong[IoLevel.Entries];

    public ReadOnlySpan<IoTablePage?> Children => _children;

    public void Place(Pfn frame, ulong baseAddress) => (Frame, Base) = (frame, baseAddress);

    public bool Covers(ulong iova) => (iova ^ Base) >> IoLevel.TableSizeLog2(Level) == 0;

    public int IndexOf(ulong iova) => (int)((iova >> IoLevel.EntrySizeLog2(Level)) & (IoLevel.Entries - 1));

    public void Attach(int index, IoTablePage child)
    {
        _children[index] = child;
        Slots[index] = format.Table(child.Frame);
        child.Parent = this;
    }

    public void Detach(IoTablePage child)
    {
        int index = IndexOf(child.Base);
        _children[index] = null;
        Slots[index] = 0;
        child.Parent = null;
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
