namespace PhyrActors.Model;

/// <summary>What a device may do through a translation.</summary>
/// <remarks>An entry with neither Read nor Write is not present to a VT-d second-stage walker.
/// Source: IOMMU_READ, IOMMU_WRITE and IOMMU_MMIO of include/linux/iommu.h, v6.16 (names, not values).</remarks>
[Flags]
public enum IoProt
{
    None = 0,
    Read = 1,
    Write = 2,

    /// <summary>The target is a device register window, not memory: no cache maintenance, never bounced.</summary>
    Mmio = 4,
}
