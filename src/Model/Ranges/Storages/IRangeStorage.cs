namespace PhyrActors.Model;

/// <summary>Where a reader of a storage is; what the numbers mean is the storage's own affair.</summary>
public record struct StoragePlace(int Table, int Entry)
{
    /// <summary>Bytes read, where a storage has to know.</summary>
    internal ulong DoneBytes { get; set; }
}

/// <summary>What holds a list of ranges, as a source.</summary>
public interface IRangeStorage<TRange>
    where TRange : struct, IRange<TRange>
{
    ulong LengthBytes { get; }

    /// <summary>Bytes that the format takes for the list, tables and links included.</summary>
    ulong BytesHeld { get; }

    /// <summary>Writes ranges from a place on and moves the place behind them.</summary>
    /// <param name="place">The list's start is <c>default</c>.</param>
    /// <param name="ranges">Room for at least one.</param>
    /// <returns>How many there are; 0 at the end only.</returns>
    int Read(ref StoragePlace place, Span<TRange> ranges);

    /// <summary>The place of the range that holds the byte at an offset, where that takes less than reading all before
    /// it.</summary>
    /// <returns>False: there is no index.</returns>
    bool TryFind(ulong offsetBytes, out StoragePlace place, out ulong offsetInRangeBytes)
    {
        (place, offsetInRangeBytes) = (default, 0);
        return false;
    }
}

/// <summary>A storage that is being filled, by a pin or from another storage.</summary>
public interface ICpuSink
{
    /// <summary>Why a range cannot follow what is there; null: it can.</summary>
    string? WhyNot(CpuRange range);

    /// <exception cref="ArgumentException">The range cannot follow.</exception>
    void Append(CpuRange range);

    /// <summary>Adds frames of one folio, which most storages do not keep apart.</summary>
    void Append(Pfn start, ulong frames, FrameBlock folio) =>
        Append(new CpuRange(new Phyr(start.Address, frames << Pfn.FrameSizeLog2)));

    /// <summary>The storage, to be read.</summary>
    /// <exception cref="InvalidOperationException">There is nothing in it.</exception>
    IRangeStorage<CpuRange> Finish();
}
