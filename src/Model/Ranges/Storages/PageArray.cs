namespace PhyrActors.Model;

/// <summary>What get_user_pages fills: a page pointer for each frame, whatever the folio, 8 bytes each.</summary>
/// <remarks>Frames under contiguous virtual addresses; only the first may begin and only the last may end
/// inside.</remarks>
/// <param name="providers">Whom the pages of lent memory lead to.</param>
public sealed class PageArray(ProviderTable providers) : IRangeStorage<CpuRange>, ICpuSink
{
    private readonly List<Pfn> _frames = [];
    private uint _firstOffsetBytes;

    public PageArray()
        : this(ProviderTable.Empty)
    {
    }

    public int Count => _frames.Count;

    public ulong LengthBytes { get; private set; }

    public ulong BytesHeld => (ulong)Count * PageArrayFormat.EntryBytes;

    private ulong EndInFrameBytes => (_firstOffsetBytes + LengthBytes) & PageSize.Size4KiB.OffsetMask;

    public string? WhyNot(CpuRange range) =>
        Refusals.TooLong(LengthBytes, range)
        ?? Refusals.Unknown(providers, range)
        ?? Refusals.InsideFrame(LengthBytes, EndInFrameBytes, range)
        ?? (range.Frames > (ulong)(Array.MaxLength - Count) ? $"{range}: more pages than an array can hold." : null);

    public void Append(CpuRange range)
    {
        Refusals.ThrowIf(WhyNot(range));
        _firstOffsetBytes = Count == 0 ? range.OffsetInFrameBytes : _firstOffsetBytes;
        Pfn first = Pfn.Of(range.Phyr.Start);
        for (ulong frame = 0; frame < range.Frames; frame++)
        {
            _frames.Add(first + frame);
        }

        LengthBytes += range.LengthBytes;
    }

    public IRangeStorage<CpuRange> Finish() => Refusals.Filled(this);

    public int Read(ref StoragePlace place, Span<CpuRange> ranges)
    {
        int count = Math.Min(ranges.Length, Count - place.Entry);
        for (int i = 0; i < count; i++)
        {
            int frame = place.Entry + i;
            ulong skipBytes = frame == 0 ? _firstOffsetBytes : 0;
            ulong endBytes = frame == Count - 1 && EndInFrameBytes != 0 ? EndInFrameBytes : Pfn.FrameSizeBytes;
            ranges[i] = providers.Find(new Phyr(_frames[frame].Address + skipBytes, endBytes - skipBytes));
        }

        place.Entry += count;
        return count;
    }

    public bool TryFind(ulong offsetBytes, out StoragePlace place, out ulong offsetInRangeBytes)
    {
        ulong fromFirstFrame = _firstOffsetBytes + offsetBytes;
        int frame = (int)(fromFirstFrame >> Pfn.FrameSizeLog2);
        place = new StoragePlace(0, frame);
        offsetInRangeBytes = frame == 0 ? offsetBytes : fromFirstFrame & PageSize.Size4KiB.OffsetMask;
        return true;
    }
}
