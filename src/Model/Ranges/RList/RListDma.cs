namespace PhyrActors.Model;

/// <summary>A device's side as an rlist: entries relative to one base that is assigned later, and bus addresses among
/// them.</summary>
/// <remarks>The container is that of <see cref="RListCpu"/>, the type is not: no CPU address can be
/// reached.</remarks>
public sealed class RListDma : IRangeStorage<DmaRange>
{
    private readonly RListChunks _chunks = new();
    private Iova? _base;

    public int Count => _chunks.Count;

    public ulong LengthBytes { get; private set; }

    public ulong BytesHeld => _chunks.BytesHeld;

    /// <summary>Adds bytes that the device will find at an offset from the base.</summary>
    public void AppendRelative(ulong offsetBytes, ulong lengthBytes) =>
        Append(new RListEntry(RListType.Folio, offsetBytes, lengthBytes, 0, 0));

    /// <summary>Adds bytes of a peer on the same switch, where they are.</summary>
    public void AppendBus(BusAddr start, ulong lengthBytes)
    {
        DmaRange range = new(start, lengthBytes);
        Append(new RListEntry(RListType.Physical, start.Value, range.LengthBytes, 0, 0));
    }

    /// <summary>Says where the relative entries begin.</summary>
    /// <exception cref="ArgumentException">The address is not that of a frame.</exception>
    public void SetBase(Iova start)
    {
        Refusals.ThrowIf(PageSize.Size4KiB.IsAligned(start.Value) ? null : $"iova {start} begins inside a frame.");
        _base = start;
    }

    /// <exception cref="InvalidOperationException">There is a relative entry and no base.</exception>
    public int Read(ref StoragePlace place, Span<DmaRange> ranges)
    {
        int count = 0;
        while (count < ranges.Length && _chunks.TryRead(ref place, out RListEntry entry))
        {
            ranges[count++] = entry.Type == RListType.Physical
                ? new DmaRange(new BusAddr(entry.Base), entry.Length)
                : new DmaRange(Base + entry.Base, entry.Length);
        }

        return count;
    }

    private Iova Base => _base ?? throw new InvalidOperationException("The list has no base yet.");

    private void Append(RListEntry entry)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entry.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, RListEntry.LengthMax);
        _chunks.Append(entry);
        LengthBytes += entry.Length;
    }
}
