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
    int Domain, Iova Start, ulong LengthBytes, long Keeper, RangeCpu Range, int FirstChunk, int Chunks);

/// <summary>Entries of a domain's table were cleared.</summary>
public sealed record EntriesCleared(int Domain, Iova Start, ulong LengthBytes, int FreedTables);

/// <summary>Table pages went back to whoever lends frames.</summary>
public sealed record TablesReleased(int Domain, int Count);

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

/// <summary>A domain handed a batch of ranges to the driver of its unit: entry changes after this are not in
/// it.</summary>
public sealed record InvalidationSubmitted(int Domain, long Batch, ReadOnlyMemory<FlushRange> Ranges);

/// <summary>The wait that covers a batch is done.</summary>
public sealed record InvalidationCompleted(int Domain, long Batch, ReadOnlyMemory<FlushRange> Ranges);

/// <summary>The driver wrote descriptors and one wait for <paramref name="Requests"/> batches of domains.</summary>
public sealed record DescriptorsSubmitted(int Unit, int Requests, int Descriptors);

/// <summary>The unit executed one invalidation descriptor.</summary>
public sealed record InvalidationExecuted(int Unit, InvalidationDescriptor Descriptor);

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
