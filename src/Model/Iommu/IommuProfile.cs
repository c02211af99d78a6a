namespace PhyrActors.Model;

/// <summary>What differs between IOMMU architectures: how ranges become commands, and what the ring can do.</summary>
/// <remarks>The one seam for it: whoever submits, batches or sizes a ring asks here. Tables differ by
/// <see cref="IoTableFormat"/>.</remarks>
/// <param name="Name">As <c>iommu.profile</c> names it.</param>
/// <param name="RingLength">Slots of the invalidation queue.</param>
/// <param name="DescriptorsMax">Regions in one flush; more of them become one invalidation of the domain.</param>
/// <param name="RegionLog2Max">log2 of the largest region of one descriptor, in bytes.</param>
/// <param name="HasLeafHint">A descriptor can say that only leaves changed; without, every one reaches all
/// levels.</param>
/// <param name="CanCacheNotPresent">The unit may report that it caches entries that are not present.</param>
public sealed record IommuProfile(
    string Name,
    int RingLength,
    int DescriptorsMax,
    int RegionLog2Max,
    bool HasLeafHint,
    bool CanCacheNotPresent)
{
    /// <summary>VT-d with queued invalidation: drivers/iommu/intel/dmar.c and cache.c, v7.0.</summary>
    public static IommuProfile Vtd { get; } = new(
        "vtd",
        InvalidationQueue.LengthDefault,
        InvalidationBatch.DescriptorsMaxDefault,
        InvalidationBatch.RegionLog2MaxDefault,
        HasLeafHint: true,
        CanCacheNotPresent: true);

    /// <summary>Every profile there is.</summary>
    public static IReadOnlyList<IommuProfile> All { get; } = [Vtd];

    /// <summary>The hint of a descriptor, as far as the architecture knows one.</summary>
    public InvalidationHint HintOf(InvalidationHint wanted) => HasLeafHint ? wanted : InvalidationHint.AllLevels;

    /// <summary>A batch of ranges of one domain, cut as this architecture cuts them.</summary>
    public InvalidationBatch NewBatch(int domain) => new(domain, DescriptorsMax, RegionLog2Max);
}
