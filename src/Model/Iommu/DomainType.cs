namespace PhyrActors.Model;

/// <summary>How a domain treats its devices' mappings.</summary>
/// <remarks>IOMMU_DOMAIN_DMA, IOMMU_DOMAIN_DMA_FQ and IOMMU_DOMAIN_IDENTITY of include/linux/iommu.h, v7.0.</remarks>
public enum DomainType
{
    /// <summary>An unmap returns after the invalidation that covers it.</summary>
    Strict = 0,

    /// <summary>An unmap returns at once; IOVA and table pages wait in a flush queue.</summary>
    Lazy = 1,

    /// <summary>Addresses are physical and nothing is mapped.</summary>
    Passthrough = 2,
}
