namespace PhyrActors.Actors;

/// <summary>How a domain works.</summary>
/// <param name="Number">The domain's number, as the unit tags its caches with it.</param>
/// <param name="ApertureLast">The last IOVA, inclusive.</param>
/// <param name="SyncsMap">A unit reports caching mode: new entries need an invalidation before use. It never
/// changes.</param>
/// <param name="LinkBatchChunks">Chunks that one message writes (<c>link.batch</c>).</param>
/// <param name="BatchMax">Ranges that close a batch of invalidations at once.</param>
/// <param name="BatchWindow">How long a batch stays open for more, or zero: until its own message comes back.</param>
public sealed record DomainSettings(
    int Number, Iova ApertureLast, bool SyncsMap, int LinkBatchChunks, int BatchMax, TimeSpan BatchWindow)
{
    public DomainType Type { get; init; }

    public IommuProfile Profile { get; init; } = IommuProfile.Vtd;

    /// <summary>The root frame of the domain's table, for context entries.</summary>
    public Pfn Root { get; init; }

    /// <summary>CPUs that map and unmap.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>Lazy: one flush queue for all CPUs.</summary>
    public bool SingleFlushQueue { get; init; }

    /// <summary>Lazy: slots of a flush queue.</summary>
    public int FlushQueueSize { get; init; } = FlushQueue.PerCpuSizeDefault;

    /// <summary>Lazy: how long an unmapped window waits for others.</summary>
    public TimeSpan FlushQueueTimeout { get; init; } = TimeSpan.FromMilliseconds(10);
}

/// <summary>A cache that may hold translations of a domain: a unit's, and with ATS the device's own.</summary>
/// <param name="Driver">The driver of the unit.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Requester">The device that is attached through it.</param>
/// <param name="Ats">The device caches translations itself.</param>
/// <param name="CachesNotPresent">The unit reports caching mode.</param>
/// <remarks>After struct cache_tag of drivers/iommu/intel/iommu.h, v7.0.</remarks>
public sealed record CacheTag(
    IActorRef Driver, int Unit, int Requester, bool Ats = false, bool CachesNotPresent = false);
