namespace PhyrActors.Model;

/// <summary>A domain gave out a window of IOVA.</summary>
public sealed record IovaAllocated(int Domain, Iova Start, ulong LengthBytes);

/// <summary>A domain took a window of IOVA back.</summary>
public sealed record IovaFreed(int Domain, Iova Start, ulong LengthBytes);

/// <summary>A domain's table got entries for chunks of a range; the pin <paramref name="Keeper"/> keeps their
/// frames.</summary>
/// <param name="Domain">Whose table.</param>
/// <param name="Start">Where the first chunk is mapped.</param>
/// <param name="LengthBytes">How much was mapped.</param>
/// <param name="Keeper">The pin.</param>
/// <param name="Range">The range.</param>
/// <param name="FirstChunk">The first chunk mapped.</param>
/// <param name="Chunks">How many chunks.</param>
public sealed record EntriesWritten(
    int Domain, Iova Start, ulong LengthBytes, long Keeper, RangeCpu Range, int FirstChunk, int Chunks)
{
    /// <summary>What the entries allow.</summary>
    public IoProt Prot { get; init; } = IoProt.Read | IoProt.Write;
}

/// <summary>Entries of a domain's table were cleared.</summary>
public sealed record EntriesCleared(int Domain, Iova Start, ulong LengthBytes, int FreedTables);

/// <summary>Table pages left a domain's table, from under a part of its space: by an unmap, or because a large leaf
/// took their place.</summary>
public sealed record TablesUnlinked(int Domain, IovaRange Range, ReadOnlyMemory<FreedTable> Tables);

/// <summary>Table pages went back to whoever lends frames.</summary>
public sealed record TablesReleased(int Domain, ReadOnlyMemory<FreedTable> Tables);

/// <summary>A part of an IOVA space.</summary>
public readonly record struct IovaRange(Iova Start, ulong LengthBytes)
{
    /// <summary>The last byte, inclusive.</summary>
    public Iova Last => Start + (LengthBytes - 1);

    public bool Contains(Iova address) => Start <= address && address <= Last;
}

/// <summary>Why a range is invalidated.</summary>
public enum FlushSide
{
    /// <summary>New entries must be seen (iotlb_sync_map).</summary>
    Map,

    /// <summary>Old entries must be forgotten (iotlb_sync).</summary>
    Unmap,
}

/// <summary>One range that waits for an invalidation.</summary>
public readonly record struct FlushRange(IovaRange Range, FlushSide Side);

/// <summary>A request for an invalidation joined a batch of its domain.</summary>
public sealed record InvalidationRequested(int Domain, long Batch, FlushSide Side);

/// <summary>A domain handed a batch of ranges to the drivers of its units: entry changes after this are not in
/// it.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Batch">The domain's number of the batch.</param>
/// <param name="Ranges">What its members asked for.</param>
/// <param name="Hint">What all of its descriptors reach.</param>
public sealed record InvalidationSubmitted(
    int Domain, long Batch, ReadOnlyMemory<FlushRange> Ranges, InvalidationHint Hint = InvalidationHint.AllLevels);

/// <summary>The wait that covers a batch is done.</summary>
public sealed record InvalidationCompleted(int Domain, long Batch, ReadOnlyMemory<FlushRange> Ranges);

/// <summary>A caller's dma_iova_sync returned 0.</summary>
public sealed record RangeSynced(int Domain, Iova Start, ulong LengthBytes);

/// <summary>A caller asked for dma_iova_sync.</summary>
public sealed record SyncRequested(int Domain, Iova Start, ulong LengthBytes);

/// <summary>The unit translated a piece of an access.</summary>
/// <param name="Domain">The domain of the requester.</param>
/// <param name="Iova">The first byte.</param>
/// <param name="Phys">Where it leads.</param>
/// <param name="LengthBytes">How far this translation reaches into the access.</param>
/// <param name="Write">Whether the device writes.</param>
/// <param name="FromCache">An IOTLB hit; otherwise a walk.</param>
public sealed record AccessTranslated(
    int Domain, Iova Iova, PhysAddr Phys, ulong LengthBytes, bool Write, bool FromCache);

/// <summary>A walk of the table ended; it asked <paramref name="Reads"/> questions.</summary>
public sealed record TableWalked(int Domain, Iova Iova, int Reads, bool Found);

/// <summary>The unit refused an access: no entry, or no permission.</summary>
public sealed record AccessFaulted(int Domain, Iova Iova, bool Write);

/// <summary>A domain works in this way from now on; without such an event it is strict.</summary>
public sealed record DomainTypeSet(int Domain, DomainType Type);

/// <summary>A lazy unmap returned: until the window is freed, a device may reach what it led to.</summary>
public sealed record WindowQueued(int Domain, Iova Start, ulong LengthBytes);

/// <summary>All entries of an unmap are cleared.</summary>
/// <param name="Domain">Whose table.</param>
/// <param name="Start">The first byte asked for.</param>
/// <param name="AskedBytes">How much was asked for, in whole pages.</param>
/// <param name="UnmappedBytes">How much the table says has gone.</param>
public sealed record RangeUnmapped(int Domain, Iova Start, ulong AskedBytes, ulong UnmappedBytes);

/// <summary>A device does not answer invalidations any more: it is asked for none.</summary>
public sealed record DeviceQuarantined(int Domain, int Requester);

/// <summary>What a caller of the mapping API did wrong.</summary>
public enum MappingMisuse
{
    /// <summary>Nothing is known under that address: freed before, or never given out.</summary>
    UnknownAddress,

    /// <summary>It was given to another device.</summary>
    OtherDevice,

    /// <summary>It was mapped by another call than the one that this undoes.</summary>
    OtherCall,

    /// <summary>Another call on it has not returned.</summary>
    Concurrent,

    /// <summary>No bytes, or bytes outside the window.</summary>
    OutOfRange,

    /// <summary>A piece after the first begins inside a granule, or does not lie in its page as its place
    /// does.</summary>
    Unaligned,

    /// <summary>Something is mapped there.</summary>
    Overlap,

    /// <summary>Not what is linked, no more and no less.</summary>
    OtherLength,

    /// <summary>Something is still linked.</summary>
    StillLinked,
}

/// <summary>A call was refused because the caller broke the contract of the mapping API.</summary>
public sealed record MappingMisused(int Domain, Iova Address, MappingMisuse Misuse, Errno Errno);

/// <summary>dma_map_phys or dma_map_sg returned an error after it had taken a window.</summary>
public sealed record MapFailed(int Domain, Iova Start, ulong LengthBytes);
