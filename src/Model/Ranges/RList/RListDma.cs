namespace PhyrActors.Model;

/// <summary>A device's side as an rlist: the CPU's own list where addresses are the same, else entries relative to one
/// base that is assigned later, with bus addresses among them.</summary>
/// <remarks>The container is that of <see cref="RListCpu"/>, the type is not: no CPU address can be
/// reached.</remarks>
public sealed class RListDma : IRangeStorage<DmaRange>
{
    private readonly RListChunks _chunks;
    private readonly RListCpu? _alias;
    private readonly RListSlip _slip;
    private ulong _lengthBytes;
    private Iova? _base;

    /// <summary>A list of its own.</summary>
    /// <param name="slip">What to do wrong.</param>
    public RListDma(RListSlip slip = RListSlip.None)
        : this(null, slip)
    {
    }

    private RListDma(RListCpu? alias, RListSlip slip) =>
        (_alias, _slip, _chunks) = (alias, slip, new RListChunks(slip));

    /// <summary>A list that is the CPU's: nothing is copied, and it may not outlive it.</summary>
    public static RListDma AliasOf(RListCpu cpu) => new(cpu, RListSlip.None);

    public int Count => _alias?.Count ?? _chunks.Count;

    /// <exception cref="NullReferenceException">With slip M10 only: there is no CPU's list.</exception>
    public ulong LengthBytes =>
        _slip == RListSlip.M10 ? _alias!.LengthBytes : _alias?.LengthBytes ?? _lengthBytes;

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
        bool isAligned = PageSize.Size4KiB.IsAligned(start.Value);
        Refusals.ThrowIf(isAligned == (_slip != RListSlip.M5) ? null : $"iova {start} begins inside a frame.");
        _base = start;
    }

    /// <exception cref="InvalidOperationException">There is a relative entry and no base.</exception>
    public int Read(ref StoragePlace place, Span<DmaRange> ranges)
    {
        if (_alias is not null)
        {
            return ReadAlias(_alias, ref place, ranges);
        }

        int count = 0;
        while (count < ranges.Length && _chunks.TryRead(ref place, out RListEntry entry))
        {
            ranges[count++] = entry.Type == RListType.Physical
                ? new DmaRange(new BusAddr(entry.Base), entry.Length)
                : new DmaRange(Base + entry.Base, entry.Length);
        }

        return count;
    }

    private static int ReadAlias(RListCpu alias, ref StoragePlace place, Span<DmaRange> ranges)
    {
        CpuRange range = default;
        int count = 0;
        while (count < ranges.Length && alias.Read(ref place, new Span<CpuRange>(ref range)) > 0)
        {
            ranges[count++] = new DmaRange(new BusAddr(range.Phyr.Start.Value), range.LengthBytes);
        }

        return count;
    }

    private Iova Base => _base ?? throw new InvalidOperationException("The list has no base yet.");

    private void Append(RListEntry entry)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entry.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, RListEntry.LengthMax);
        _chunks.Append(entry);
        _lengthBytes += entry.Length;
    }
}
