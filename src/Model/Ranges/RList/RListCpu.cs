namespace PhyrActors.Model;

/// <summary>The CPU's side as an rlist: 8 bytes for whole frames, 16 for bytes, 24 with a provider.</summary>
/// <param name="slip">What to do wrong.</param>
public sealed class RListCpu(RListSlip slip = RListSlip.None) : IRangeStorage<CpuRange>, ICpuSink
{
    private readonly RListChunks _chunks = new(slip);
    private CpuRange _last;

    public int Count => _chunks.Count;

    public ulong LengthBytes { get; private set; }

    public ulong BytesHeld => _chunks.BytesHeld;

    /// <summary>Whether an entry is lent (HAS_P2PDMA_PAGE), so that a map need not look first.</summary>
    public bool HasLent { get; private set; }

    public bool IsEmpty => _chunks.IsEmpty;

    public string? WhyNot(CpuRange range) =>
        Refusals.TooLong(LengthBytes, range)
        ?? (range.LengthBytes > RListEntry.LengthMax && !range.IsWholeFrames
            ? $"{range}: 60 bits cannot say its length."
            : null);

    public void Append(CpuRange range)
    {
        Refusals.ThrowIf(WhyNot(range));
        if (LengthBytes > 0 && _last.TryMerge(range, out CpuRange merged) && WhyNot(merged) is null)
        {
            _last = merged;
            _chunks.ReplaceLast(EntryOf(merged));
        }
        else
        {
            _last = range;
            _chunks.Append(EntryOf(range));
        }

        LengthBytes += range.LengthBytes;
        HasLent |= range.IsLent;
    }

    /// <summary>Takes memory for a number of ranges ahead, for where none can be had.</summary>
    public void Preload(int ranges) => _chunks.Preload(ranges);

    /// <summary>Adds a range where no memory can be had, such as under a lock.</summary>
    /// <returns>ENOMEM: too little was taken ahead, and the list is as it was.</returns>
    public Errno AppendAtomic(CpuRange range)
    {
        bool hasRoom = LengthBytes > 0 && _last.TryMerge(range, out CpuRange merged)
            ? _chunks.HasRoomForLast(EntryOf(merged))
            : _chunks.HasRoom(EntryOf(range));
        if (hasRoom)
        {
            Append(range);
        }

        return hasRoom ? Errno.None : Errno.ENOMEM;
    }

    /// <summary>The pages whose pins a range holds.</summary>
    public ulong PagesToUnpin(CpuRange range) => slip == RListSlip.M8
        ? (range.OffsetInFrameBytes + range.LengthBytes) >> Pfn.FrameSizeLog2
        : range.Frames;

    /// <summary>Gives the pins of all ranges and the chunks back.</summary>
    /// <returns>How many pages were unpinned.</returns>
    public ulong Destroy()
    {
        ulong pages = 0;
        foreach (CpuRange range in new RangeCursor<CpuRange>(this))
        {
            pages += range.IsLent ? 0 : PagesToUnpin(range);
        }

        _chunks.Clear();
        (LengthBytes, HasLent, _last) = (0, false, default);
        return pages;
    }

    public IRangeStorage<CpuRange> Finish() => Refusals.Filled(this);

    public int Read(ref StoragePlace place, Span<CpuRange> ranges)
    {
        int count = 0;
        while (count < ranges.Length && _chunks.TryRead(ref place, out RListEntry entry))
        {
            ranges[count++] = RangeOf(entry);
        }

        return count;
    }

    /// <inheritdoc/>
    public bool TryFind(ulong offsetBytes, out StoragePlace place, out ulong offsetInRangeBytes)
    {
        place = default;
        StoragePlace next = default;
        offsetInRangeBytes = offsetBytes;
        while (_chunks.TryRead(ref next, out RListEntry entry))
        {
            ulong lengthBytes = RangeOf(entry).LengthBytes;
            if (slip != RListSlip.M3 && offsetInRangeBytes < lengthBytes)
            {
                return true;
            }

            offsetInRangeBytes -= Math.Min(lengthBytes, offsetInRangeBytes);
            place = next;
        }

        return true;
    }

    private static RListEntry EntryOf(CpuRange range)
    {
        Pfn frame = Pfn.Of(range.Phyr.Start);
        return range.IsLent
            ? new RListEntry(RListType.Physical, range.Phyr.Start.Value, range.LengthBytes, 0, range.Mark.Bits)
            : range.IsWholeFrames
            ? new RListEntry(RListType.Frames, frame.Value, range.Frames, 0, 0)
            : new RListEntry(RListType.Folio, frame.Address.Value, range.LengthBytes, range.OffsetInFrameBytes, 0);
    }

    private static CpuRange RangeOf(RListEntry entry) => entry.Type switch
    {
        RListType.Frames => new CpuRange(
            new Phyr(new Pfn(entry.Base).Address, entry.Length << Pfn.FrameSizeLog2)),
        RListType.Folio => new CpuRange(new Phyr(new PhysAddr(entry.Base + entry.Offset), entry.Length)),
        _ => new CpuRange(new Phyr(new PhysAddr(entry.Base), entry.Length), new ProviderMark(entry.Extra)),
    };
}
