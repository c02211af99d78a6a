namespace PhyrActors.Model;

/// <summary>The CPU's side as an rlist: 8 bytes for whole frames, 16 for bytes, 24 with a provider.</summary>
public sealed class RListCpu : IRangeStorage<CpuRange>, ICpuSink
{
    private readonly RListChunks _chunks = new();
    private CpuRange _last;

    public int Count => _chunks.Count;

    public ulong LengthBytes { get; private set; }

    public ulong BytesHeld => _chunks.BytesHeld;

    /// <summary>Whether an entry is lent (HAS_P2PDMA_PAGE), so that a map need not look first.</summary>
    public bool HasLent { get; private set; }

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
