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

    /// <summary>Shows a visitor every range, or those until it has seen enough.</summary>
    /// <remarks>The fastest way through a whole list: the visitor's code becomes part of the storage's own loop, which
    /// no cursor can be.</remarks>
    /// <returns>False: the visitor had seen enough.</returns>
    bool Walk<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IRangeVisitor<TRange>
    {
        foreach (TRange range in new RangeCursor<TRange>(this))
        {
            if (!visitor.Visit(range))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What is done with each range of a list.</summary>
public interface IRangeVisitor<TRange>
    where TRange : struct, IRange<TRange>
{
    /// <returns>False: enough.</returns>
    bool Visit(TRange range);
}
