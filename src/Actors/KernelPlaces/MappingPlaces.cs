namespace PhyrActors.Actors;

/// <summary>Places in the DMA API, IOMMU core and the VT-d driver.</summary>
internal static class MappingPlaces
{
    private const string Dma = "drivers/iommu/dma-iommu.c:";
    private const string Core = "drivers/iommu/iommu.c:";
    private const string Vtd = "drivers/iommu/intel/";
    private const string Swiotlb = "kernel/dma/swiotlb.c:";

    public static readonly IReadOnlyList<(string Message, string Place)> All =
    [
        ("IommuDomainProtocol.TryAlloc", Dma + "dma_iova_try_alloc"),
        ("IommuDomainProtocol.Allocated", Dma + "dma_iova_try_alloc"),
        ("IommuDomainProtocol.AllocRefused", Dma + "dma_iova_try_alloc"),
        ("IommuDomainProtocol.Link", Dma + "dma_iova_link"),
        ("IommuDomainProtocol.Linked", Dma + "dma_iova_link"),
        ("IommuDomainProtocol.Sync", Dma + "dma_iova_sync"),
        ("IommuDomainProtocol.Synced", Dma + "dma_iova_sync"),
        ("IommuDomainProtocol.Unlink", Dma + "dma_iova_unlink"),
        ("IommuDomainProtocol.Unlinked", Dma + "dma_iova_unlink"),
        ("IommuDomainProtocol.Free", Dma + "dma_iova_free"),
        ("IommuDomainProtocol.Freed", Dma + "dma_iova_free"),
        ("IommuDomainProtocol.Destroy", Dma + "dma_iova_destroy"),
        ("IommuDomainProtocol.Destroyed", Dma + "dma_iova_destroy"),
        ("IommuDomainProtocol.MapPhys", Dma + "iommu_dma_map_phys"),
        ("IommuDomainProtocol.MapSg", Dma + "iommu_dma_map_sg"),
        ("IommuDomainProtocol.Mapped", Dma + "__iommu_dma_map"),
        ("IommuDomainProtocol.UnmapPhys", Dma + "iommu_dma_unmap_phys"),
        ("IommuDomainProtocol.UnmapSg", Dma + "iommu_dma_unmap_sg"),
        ("IommuDomainProtocol.Unmapped", Dma + "__iommu_dma_unmap"),
        ("IommuDomainProtocol.Attach", Vtd + "iommu.c:intel_iommu_attach_device"),
        ("IommuDomainProtocol.Attached", Vtd + "iommu.c:intel_iommu_attach_device"),
        ("IommuDomainProtocol.Detach", Vtd + "iommu.c:device_block_translation"),
        ("IommuDomainProtocol.Detached", Vtd + "iommu.c:device_block_translation"),
        ("IommuDomainProtocol.SetType", Core + "iommu_group_store_type"),
        ("IommuDomainProtocol.TypeSet", Core + "iommu_group_store_type"),
        ("IommuDomain.CloseBatch", Vtd + "cache.c:cache_tag_flush_range"),
        ("IommuDomain.FlushQueueTimeout", Dma + "fq_flush_timeout"),
        ("DomainTypeEnvironment.WriteNow", Core + "iommu_group_store_type"),

        ("IoPageTableProtocol.WriteEntries", Core + "iommu_map_nosync"),
        ("IoPageTableProtocol.EntriesWritten", Core + "iommu_map_nosync"),
        ("IoPageTableProtocol.ClearEntries", Core + "iommu_unmap_fast"),
        ("IoPageTableProtocol.EntriesCleared", Dma + "__iommu_dma_unmap"),
        ("IoPageTableProtocol.MemoryBarrier", Dma + "queue_iova"),
        ("IoPageTableProtocol.BarrierPassed", Dma + "queue_iova"),
        ("IoPageTableProtocol.ReleaseTables", "drivers/iommu/iommu-pages.c:iommu_put_pages_list"),

        ("IommuDriverProtocol.Flush", Vtd + "dmar.c:qi_submit_sync"),
        ("IommuDriverProtocol.Flushed", Vtd + "cache.c:qi_batch_flush_descs"),
        ("IommuDriverProtocol.SetContext", Vtd + "iommu.c:domain_context_mapping_one"),
        ("IommuDriverProtocol.ContextSet", Vtd + "iommu.c:domain_context_mapping_one"),
        ("IommuDriver.SubmitPending", Vtd + "dmar.c:qi_submit_sync"),
        ("IommuDriver.Poll", Vtd + "dmar.c:qi_check_fault"),
        ("IommuProtocol.StatusWritten", Vtd + "dmar.c:qi_submit_sync"),
        ("IommuProtocol.FaultRaised", Vtd + "dmar.c:qi_check_fault"),
        ("IommuProtocol.HeadIs", Vtd + "dmar.c:qi_check_fault"),
        ("IommuProtocol.ContextWritten", Vtd + "iommu.c:domain_context_mapping_one"),

        ("DmaMappingProtocol.Map", "kernel/dma/mapping.c:dma_map_phys"),
        ("DmaMappingProtocol.Mapped", "kernel/dma/mapping.c:dma_map_phys"),
        ("DmaMappingProtocol.MapRefused", "kernel/dma/mapping.c:dma_map_phys"),
        ("DmaMappingProtocol.Unmap", "kernel/dma/mapping.c:dma_unmap_phys"),
        ("DmaMappingProtocol.Unmapped", "kernel/dma/mapping.c:dma_unmap_phys"),
        ("DmaMappingProtocol.Sync", "kernel/dma/mapping.c:__dma_sync_single_for_cpu"),
        ("DmaMappingProtocol.Synced", "kernel/dma/mapping.c:__dma_sync_single_for_cpu"),

        ("SwiotlbProtocol.Take", Swiotlb + "swiotlb_tbl_map_single"),
        ("SwiotlbProtocol.Taken", Swiotlb + "swiotlb_tbl_map_single"),
        ("SwiotlbProtocol.PoolFull", Swiotlb + "swiotlb_tbl_map_single"),
        ("SwiotlbProtocol.Release", Swiotlb + "__swiotlb_tbl_unmap_single"),
        ("SwiotlbProtocol.Released", Swiotlb + "__swiotlb_tbl_unmap_single"),
        ("SwiotlbProtocol.Sync", Swiotlb + "__swiotlb_sync_single_for_cpu"),
        ("SwiotlbProtocol.Synced", Swiotlb + "__swiotlb_sync_single_for_cpu"),
        ("PhysicalMemoryProtocol.Copy", Swiotlb + "swiotlb_bounce"),
        ("PhysicalMemoryProtocol.Copied", Swiotlb + "swiotlb_bounce"),
    ];
}
