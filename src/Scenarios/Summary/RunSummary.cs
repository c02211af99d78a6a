using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What a run did, in numbers.</summary>
/// <remarks>Sizes in bytes; pages are of 4 KiB; durations in nanoseconds of virtual time.</remarks>
public sealed record RunSummary
{
    public required PinSummary Pins { get; init; }

    public required MapSummary Maps { get; init; }

    public required AccessSummary Accesses { get; init; }

    public required MemorySummary Memory { get; init; }

    public required ExposureSummary Exposure { get; init; }

    /// <summary>By site, then by actor.</summary>
    public required IReadOnlyList<FaultTally> Faults { get; init; }
}

/// <summary>Pinned memory, and what describing it costs.</summary>
/// <param name="PinnedBytes">Pinned when the run ended.</param>
/// <param name="PeakPinnedBytes">The most that was ever pinned; the figures below are of that moment.</param>
/// <param name="Pins">Live pins.</param>
/// <param name="Folios">Folios of live pins; one that two pins hold counts twice.</param>
/// <param name="Chunks">Chunks of the ranges of live pins.</param>
/// <param name="BytesPerGiB">Bytes of description per pinned GiB.</param>
public sealed record PinSummary(
    ulong PinnedBytes, ulong PeakPinnedBytes, long Pins, long Folios, long Chunks, FormatBytes BytesPerGiB)
{
    /// <summary>What was held over the whole run.</summary>
    public HeldSummary Held { get; init; }

    /// <summary>What is held now.</summary>
    public required PinnedNow Now { get; init; }
}

/// <summary>What the same ranges cost in each format.</summary>
public readonly record struct FormatBytes(
    double Scatterlist, double BioVec, double Phyr, double Packed, double Compressed)
{
    public static FormatBytes operator +(FormatBytes left, FormatBytes right) => new(
        left.Scatterlist + right.Scatterlist,
        left.BioVec + right.BioVec,
        left.Phyr + right.Phyr,
        left.Packed + right.Packed,
        left.Compressed + right.Compressed);

    public static FormatBytes operator *(FormatBytes bytes, double factor) => new(
        bytes.Scatterlist * factor,
        bytes.BioVec * factor,
        bytes.Phyr * factor,
        bytes.Packed * factor,
        bytes.Compressed * factor);
}

/// <summary>Links, syncs and invalidations.</summary>
/// <param name="Links">Chunks linked.</param>
/// <param name="LinkBatches">Batches in which they were written.</param>
/// <param name="SyncRequests">Calls of dma_iova_sync.</param>
/// <param name="SyncBatches">Invalidation batches of domains, of either side.</param>
/// <param name="MapRanges">Ranges in batches because entries are new.</param>
/// <param name="UnmapRanges">Ranges in batches because entries went.</param>
/// <param name="Invalidations">Invalidation descriptors executed, waits not counted.</param>
/// <param name="PageAtATimeInvalidations">What one invalidation for each page mapped or unmapped would have
/// taken.</param>
public sealed record MapSummary(
    long Links,
    long LinkBatches,
    long SyncRequests,
    long SyncBatches,
    long MapRanges,
    long UnmapRanges,
    long Invalidations,
    long PageAtATimeInvalidations)
{
    /// <summary>Requests because entries are new.</summary>
    public required BatchSide Map { get; init; }

    /// <summary>Requests because entries went.</summary>
    public required BatchSide Unmap { get; init; }

    /// <summary>Windows of IOVA in use now, those that wait in a flush queue too.</summary>
    public long LiveWindows { get; init; }

    /// <summary>0 when there was no batch.</summary>
    public double RangesPerBatch => SyncBatches == 0 ? 0 : (double)(MapRanges + UnmapRanges) / SyncBatches;
}

/// <summary>Requests for invalidations that share batches.</summary>
/// <param name="Requests">How many; each has one range.</param>
/// <param name="Batches">Batches with such a request.</param>
/// <param name="Wait">From the request to the submission of its batch: what sharing costs, beside waiting for the
/// invalidation before it.</param>
/// <param name="Flush">From there to the completion: what any invalidation takes.</param>
public readonly record struct BatchSide(long Requests, long Batches, BatchLatency Wait, BatchLatency Flush)
{
    /// <summary>0 when there was no batch.</summary>
    public double RangesPerBatch => Batches == 0 ? 0 : (double)Requests / Batches;
}

/// <summary>Durations that half, and 99 of 100, did not pass, and the longest.</summary>
public readonly record struct BatchLatency(long P50, long P99, long Max);

/// <summary>What lazy domains left reachable after an unmap had returned: exposure, and no violation.</summary>
/// <param name="Windows">Windows that waited in a flush queue.</param>
/// <param name="PagesMax">The most pages exposed at once.</param>
/// <param name="PageNanoseconds">Pages times the time for which they were exposed.</param>
/// <param name="Exploited">Pieces of accesses that landed through an exposed window.</param>
public sealed record ExposureSummary(long Windows, long PagesMax, double PageNanoseconds, long Exploited)
{
    /// <summary>Pages exposed now.</summary>
    public long PagesNow { get; init; }
}

/// <summary>How often a site struck an actor; each occasion of a burst counts.</summary>
public sealed record FaultTally(string Actor, FaultSite Site, long Count);

/// <summary>What devices did.</summary>
/// <param name="Accesses">Pieces of accesses that landed.</param>
/// <param name="Translations">Pieces that an IOMMU translated.</param>
/// <param name="Walks">Walks of tables.</param>
/// <param name="IotlbHitRate">The share of translations from the IOTLB; 0 when there were none.</param>
/// <param name="Faults">Accesses that an IOMMU refused.</param>
/// <param name="Operations">Operations by their end.</param>
/// <param name="PeerOperations">Operations posted between devices.</param>
/// <param name="PeerRefused">Mappings of a BAR that its provider refused.</param>
/// <param name="Latency">From post to completion.</param>
public sealed record AccessSummary(
    long Accesses,
    long Translations,
    long Walks,
    double IotlbHitRate,
    long Faults,
    OperationCounts Operations,
    long PeerOperations,
    long PeerRefused,
    LatencyPercentiles Latency);

/// <summary>Operations of drivers; those neither completed nor failed were on their way when the run ended.</summary>
public readonly record struct OperationCounts(long Posted, long Completed, long Failed);

/// <summary>Durations that so many percent of operations did not pass, and the longest.</summary>
public readonly record struct LatencyPercentiles(long P50, long P90, long P99, long P999, long Max);

/// <summary>What happened to memory meanwhile.</summary>
/// <param name="Forks">Forks that succeeded.</param>
/// <param name="ForksFailed">Forks that were unwound.</param>
/// <param name="CowCopies">Pages that forks copied at once because they were pinned.</param>
/// <param name="Migrations">Folios migrated.</param>
/// <param name="MigrationsRefused">Attempts that something in the way refused.</param>
public sealed record MemorySummary(
    long Forks, long ForksFailed, ulong CowCopies, long Migrations, long MigrationsRefused)
{
    /// <summary>Folios that left their file while pinned: what is mapped is no longer what is pinned.</summary>
    public long OrphanedFolios { get; init; }
}
