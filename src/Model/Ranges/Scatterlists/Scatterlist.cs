namespace PhyrActors.Model;

/// <summary>The kernel's combined list: one chain of entries that has the CPU's side and, once mapped, a
/// device's.</summary>
/// <remarks>The two sides are two views of different types. The device's may be shorter, as an IOMMU merges. Source:
/// include/linux/scatterlist.h and lib/scatterlist.c, v6.12.</remarks>
public sealed partial class Scatterlist : ICpuSink
{
    private readonly ScatterlistTables _tables;
    private readonly ProviderTable _providers;
    private readonly ScatterlistLayout _layout;
    private StoragePlace _last;
    private ulong _lengthBytes;

    // Where there is no room for flags a list is of one kind.
    private bool _isBus;
    private bool _hasCpuSide = true;

    /// <param name="layout">The size of an entry.</param>
    /// <param name="providers">Whom the pages of lent memory lead to.</param>
    /// <param name="mayTake">Asked before each table is taken, with its bytes; null: always.</param>
    public Scatterlist(ScatterlistLayout layout, ProviderTable? providers = null, Func<int, bool>? mayTake = null)
    {
        (_layout, _providers) = (layout, providers ?? ProviderTable.Empty);
        _tables = new ScatterlistTables(layout, mayTake);
    }

    /// <summary>Entries of the CPU's side: what to give to an unmap.</summary>
    public int OrigNents { get; private set; }

    /// <summary>Entries of the device's side once mapped, before that of the CPU's.</summary>
    public int Nents { get; private set; }

    /// <summary>Entries there is room for, links not counted.</summary>
    public int TotalNents => _tables.Room;

    public ulong BytesHeld => _tables.BytesHeld;

    /// <summary>The CPU's side.</summary>
    /// <exception cref="InvalidOperationException">There is none: a dma-buf was imported.</exception>
    public IRangeStorage<CpuRange> Cpu => _hasCpuSide
        ? new ScatterlistCpu(this)
        : throw new InvalidOperationException($"{DmaAt(default)}: the list has no CPU side.");

    /// <summary>The device's side.</summary>
    /// <exception cref="InvalidOperationException">The list is not mapped.</exception>
    public IRangeStorage<DmaRange> Dma => IsMapped
        ? new ScatterlistDma(this)
        : throw new InvalidOperationException("The list is not mapped.");

    public bool IsMapped { get; private set; }

    /// <summary>Whether the last entry is marked so, and nothing can follow.</summary>
    public bool IsEnded => OrigNents > 0 && _tables.IsEnd(_last);

    /// <summary>What an importer of a dma-buf gets: DMA addresses, and page links that lead nowhere.</summary>
    public static Scatterlist OfDmaBuf(ScatterlistLayout layout, RangeDma dma)
    {
        ArgumentNullException.ThrowIfNull(dma);
        Scatterlist list = new(layout) { _hasCpuSide = false };
        List<DmaRange> entries = [];
        foreach (DmaRange range in dma.Entries)
        {
            for (ulong done = 0; done < range.LengthBytes;)
            {
                entries.Add(range.Slice(done, Math.Min(
                    range.LengthBytes - done, ScatterlistFormat.MaxSegmentBytes)));
                done += entries[^1].LengthBytes;
                list.AddEntry(null, 0, (uint)entries[^1].LengthBytes, int.MaxValue);
            }
        }

        list._tables.SetEnd(list._last, true);
        list.SetDma(new RangeDma([.. entries]));
        return list;
    }

    public string? WhyNot(CpuRange range) =>
        !_hasCpuSide ? $"{range}: the list has no CPU side."
        : Refusals.TooLong(_lengthBytes, range)
            ?? Refusals.Unknown(_providers, range)
            ?? (IsMapped ? $"{range}: the list is mapped." : null)
            ?? (IsEnded ? $"{range}: the list has ended." : null);

    /// <summary>Adds a range to the last entry or behind it; what is longer than 32 bits can say takes
    /// several.</summary>
    public void Append(CpuRange range)
    {
        Refusals.ThrowIf(WhyNot(range));
        ulong doneBytes = 0;
        if (OrigNents > 0 && CpuAt(_last) is { } last && last.TryMerge(range, out _))
        {
            ulong roomBytes = ScatterlistFormat.MaxSegmentBytes
                - Math.Min(last.LengthBytes, ScatterlistFormat.MaxSegmentBytes);
            doneBytes = Math.Min(range.LengthBytes, roomBytes);
            SetLength(_last, (uint)(last.LengthBytes + doneBytes));
            _lengthBytes += doneBytes;
        }

        while (doneBytes < range.LengthBytes)
        {
            CpuRange taken = range.Slice(
                doneBytes, Math.Min(range.LengthBytes - doneBytes, ScatterlistFormat.MaxSegmentBytes));
            bool added = AddEntry(
                Pfn.Of(taken.Phyr.Start), taken.OffsetInFrameBytes, (uint)taken.LengthBytes, int.MaxValue);
            Refusals.ThrowIf(added ? null : $"{range}: there is no memory for a table.");
            doneBytes += taken.LengthBytes;
        }
    }

    public IRangeStorage<CpuRange> Finish()
    {
        if (OrigNents == 0)
        {
            throw new InvalidOperationException("A range has at least one byte.");
        }

        _tables.SetEnd(_last, true);
        return Cpu;
    }

    /// <summary>Writes what a map gave into the first entries; the entry behind them, if any, ends the list for a
    /// device.</summary>
    /// <exception cref="ArgumentException">It does not fit the entries, or what a layout can say.</exception>
    public void SetDma(RangeDma dma)
    {
        ArgumentNullException.ThrowIfNull(dma);
        Refusals.ThrowIf(WhyNotMapped(dma));
        StoragePlace place = default;
        for (int i = 0; i < OrigNents; i++)
        {
            place = i == 0 ? default : _tables.Next(place);
            SetDma(place, i < dma.Count ? dma[i] : default);
        }

        (IsMapped, Nents, _isBus) = (true, dma.Count, dma[0].IsBus);
    }

    /// <summary>Takes the device's side away; the CPU's stays.</summary>
    public void ClearDma() => (IsMapped, Nents) = (false, OrigNents);
}
