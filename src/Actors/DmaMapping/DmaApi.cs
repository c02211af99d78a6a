namespace PhyrActors.Actors;

/// <summary>Which calls of include/linux/dma-mapping.h a driver maps by where a domain translates for its device.
/// </summary>
public enum DmaApi
{
    /// <summary>dma_iova_try_alloc, dma_iova_link, dma_iova_sync; dma_iova_destroy. Since v6.16.</summary>
    Iova = 0,

    /// <summary>dma_map_sg; dma_unmap_sg.</summary>
    Sg,
}
