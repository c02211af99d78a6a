namespace PhyrActors.Model;

/// <summary>What a range costs as a chained scatterlist.</summary>
/// <remarks>32 bytes an entry, or 24 without DMA lengths, in tables of at most 128, one 4 KiB page; the last entry of
/// a table that is not the last is the link to the next (__sg_alloc_table, lib/scatterlist.c, v6.12).</remarks>
public static class ScatterlistFormat
{
    public const ulong EntryBytes = 32;
    public const ulong EntryBytesWithoutDmaLength = 24;

    /// <summary>Entries of a full table, the chain link included.</summary>
    public const ulong TableEntries = 128;

    /// <summary>The longest entry: 32 bits of length in whole frames.</summary>
    public const ulong MaxSegmentBytes = uint.MaxValue & ~(Pfn.FrameSizeBytes - 1);

    /// <summary>Entries with memory behind them, links not counted.</summary>
    public static ulong Entries(RangeCpu range) => new SegmentCursor(range, MaxSegmentBytes).CountRest();

    public static ulong Bytes(RangeCpu range) => TableBytes(Entries(range));

    /// <summary>Bytes without DMA lengths.</summary>
    public static ulong BytesWithoutDmaLength(RangeCpu range) =>
        TableEntriesOf(Entries(range)) * EntryBytesWithoutDmaLength;

    /// <summary>Bytes of the tables that a number of entries needs.</summary>
    public static ulong TableBytes(ulong entries) => TableEntriesOf(entries) * EntryBytes;

    /// <summary>Entries with the links that lead from table to table.</summary>
    private static ulong TableEntriesOf(ulong entries) =>
        entries + (entries <= TableEntries ? 0 : (entries - 2) / (TableEntries - 1));
}
