namespace PhyrActors.Model;

/// <summary>Where an entry stands now; any insertion or removal may move it.</summary>
internal readonly record struct IovaPlace(int Block, int Index)
{
    public static readonly IovaPlace None = new(-1, -1);
}

/// <summary>The taken runs of an address space, ordered by address, in blocks of up to 64; each entry knows what fits
/// into the free run right below it, each block the largest of those.</summary>
/// <remarks>A B-tree of fixed height: a search looks at one number a block, then into one block. The anchor is an
/// entry above every address, so that the topmost free run lies below an entry too. Allocates only as it grows.
/// </remarks>
internal sealed class IovaEntryList
{
    private readonly ulong _firstGranule;
    private readonly List<IovaEntryBlock> _blocks = [];
    private readonly List<ulong> _lasts = [];
    private readonly IovaFitIndex _aligned = new();
    private readonly IovaFitIndex _any = new();
    private readonly Stack<IovaEntryBlock> _spares = new();

    public IovaEntryList(ulong firstGranule)
    {
        _firstGranule = firstGranule;
        IovaEntryBlock block = new();
        block.Insert(0, new IovaEntry(ulong.MaxValue, ulong.MaxValue));
        InsertBlock(0, block);
        RenewFits(new IovaPlace(0, 0));
    }

    /// <summary>Entries, without the anchor.</summary>
    public int Count { get; private set; }

    public IovaEntry this[IovaPlace place] => _blocks[place.Block][place.Index];

    /// <summary>The free run right below an entry.</summary>
    public IovaGap GapBelow(IovaPlace place)
    {
        IovaEntryBlock block = _blocks[place.Block];
        ulong first = _firstGranule;
        if (place.Index > 0)
        {
            first = Math.Max(block.LastOf(place.Index - 1) + 1, first);
        }
        else if (place.Block > 0)
        {
            first = Math.Max(_lasts[place.Block - 1] + 1, first);
        }

        return new IovaGap(first, block.FirstOf(place.Index));
    }

    /// <summary>The lowest entry that ends at or above a granule: the one that holds it, or the next.</summary>
    public IovaPlace FindAtOrAbove(ulong granule)
    {
        (int low, int high) = (0, _lasts.Count - 1);
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = _lasts[middle] < granule ? (middle + 1, high) : (low, middle);
        }

        return new IovaPlace(low, _blocks[low].FindAtOrAbove(granule));
    }

    /// <summary>The highest entry below a place whose free run holds a request.</summary>
    public IovaPlace FindFitBelow(IovaPlace place, ulong granules, bool isAligned)
    {
        int index = _blocks[place.Block].FindFit(place.Index - 1, granules, isAligned);
        if (index >= 0)
        {
            return new IovaPlace(place.Block, index);
        }

        int block = (isAligned ? _aligned : _any).FindDown(place.Block - 1, granules);
        return block < 0
            ? IovaPlace.None
            : new IovaPlace(block, _blocks[block].FindFit(_blocks[block].Count - 1, granules, isAligned));
    }

    public IovaPlace Next(IovaPlace place) =>
        place.Index + 1 < _blocks[place.Block].Count
            ? place with { Index = place.Index + 1 }
            : new IovaPlace(place.Block + 1, 0);

    /// <summary>Puts an entry into the free run below another one.</summary>
    public void InsertBelow(IovaPlace above, IovaEntry entry)
    {
        IovaPlace place = _blocks[above.Block].IsFull ? Split(above) : above;
        IovaEntryBlock block = _blocks[place.Block];
        block.Insert(place.Index, entry);
        block.SetFits(place.Index, GapBelow(place));
        RenewFits(place with { Index = place.Index + 1 });
        Count++;
    }

    /// <summary>Lowers where an entry begins, into the free run below it.</summary>
    public void ExtendDown(IovaPlace place, ulong first)
    {
        _blocks[place.Block].SetFirst(place.Index, first);
        RenewFits(place);
    }

    public void Remove(IovaPlace place)
    {
        IovaEntryBlock block = _blocks[place.Block];
        block.RemoveAt(place.Index);
        Count--;
        IovaPlace next = place;
        if (block.Count == 0)
        {
            RemoveBlock(place.Block);
            next = place with { Index = 0 };
        }
        else if (place.Index == block.Count)
        {
            _lasts[place.Block] = block.Last;
            RenewLargest(place.Block);
            next = new IovaPlace(place.Block + 1, 0);
        }

        RenewFits(next);
    }

    private IovaPlace Split(IovaPlace place)
    {
        IovaEntryBlock upper = _spares.TryPop(out IovaEntryBlock? spare) ? spare : new IovaEntryBlock();
        IovaEntryBlock lower = _blocks[place.Block];
        lower.SplitInto(upper);
        _lasts[place.Block] = lower.Last;
        RenewLargest(place.Block);
        InsertBlock(place.Block + 1, upper);
        return place.Index < lower.Count
            ? place
            : new IovaPlace(place.Block + 1, place.Index - lower.Count);
    }

    private void InsertBlock(int at, IovaEntryBlock block)
    {
        _blocks.Insert(at, block);
        _lasts.Insert(at, block.Last);
        _aligned.Insert(at, block.LargestAligned);
        _any.Insert(at, block.LargestAny);
    }

    private void RemoveBlock(int at)
    {
        _spares.Push(_blocks[at]);
        _blocks.RemoveAt(at);
        _lasts.RemoveAt(at);
        _aligned.RemoveAt(at);
        _any.RemoveAt(at);
    }

    private void RenewFits(IovaPlace place)
    {
        _blocks[place.Block].SetFits(place.Index, GapBelow(place));
        RenewLargest(place.Block);
    }

    private void RenewLargest(int block)
    {
        _aligned[block] = _blocks[block].LargestAligned;
        _any[block] = _blocks[block].LargestAny;
    }
}
