namespace PhyrActors.Model;

/// <summary>dma-iommu: what it decides before it asks its domain.</summary>
/// <remarks>Source: drivers/iommu/dma-iommu.c:iommu_dma_map_phys() and dev_use_swiotlb(), v7.0.</remarks>
public static class IommuMapping
{
    /// <summary>Decides for one piece.</summary>
    /// <param name="device">Who gets it.</param>
    /// <param name="phyr">The piece.</param>
    /// <param name="direction">Which way data moves.</param>
    /// <param name="attributes">What the caller asks.</param>
    /// <param name="granule">The smallest page of the domain.</param>
    /// <param name="bounces">It must go through the pool: whole granules would show more than was asked.</param>
    public static DmaRefusal Plan(
        DmaDevice device,
        Phyr phyr,
        DmaDirection direction,
        DmaAttributes attributes,
        PageSize granule,
        out bool bounces)
    {
        ArgumentNullException.ThrowIfNull(device);
        bool isAligned = granule.IsAligned(phyr.Start.Value) && granule.IsAligned(phyr.LengthBytes);
        bounces = !isAligned
            && (device.IsUntrusted || device.SharesCacheLines(phyr.LengthBytes, direction));
        if (device.MinAlignMask > granule.OffsetMask)
        {
            return DmaRefusal.AlignmentTooCoarse;
        }

        return bounces ? DmaMapRules.OfBounce(attributes) : DmaRefusal.None;
    }
}
