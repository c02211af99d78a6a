namespace PhyrActors.Actors;

/// <summary>Places in drivers and PCI.</summary>
internal static class DevicePlaces
{
    private const string Core = "drivers/iommu/iommu.c:";
    private const string Iommufd = "drivers/iommu/iommufd/pages.c:";
    private const string Vfio = "drivers/vfio/";
    private const string Type1 = Vfio + "vfio_iommu_type1.c:";
    private const string Mlx5 = "drivers/infiniband/hw/mlx5/";
    private const string Verbs = "drivers/infiniband/core/uverbs_cmd.c:";
    private const string Peers = "drivers/pci/p2pdma.c:";
    private const string Buffers = "drivers/dma-buf/dma-buf.c:";
    private const string Umem = "drivers/infiniband/core/umem_dmabuf.c:";
    private const string List = "drivers/dma-buf/dma-buf-mapping.c:";
    private const string Exported = Vfio + "pci/vfio_pci_dmabuf.c:";
    private const string Keys = "drivers/net/ethernet/mellanox/mlx5/core/mr.c:";

    public static readonly IReadOnlyList<(string Message, string Place)> All =
    [
        ("RdmaNicProtocol.Register", Verbs + "ib_uverbs_reg_mr"),
        ("RdmaNicProtocol.Registered", Verbs + "ib_uverbs_reg_mr"),
        ("RdmaNicProtocol.RegistrationFailed", Verbs + "ib_uverbs_reg_mr"),
        ("RdmaNicProtocol.Deregister", Verbs + "ib_uverbs_dereg_mr"),
        ("RdmaNicProtocol.Deregistered", Verbs + "ib_uverbs_dereg_mr"),
        ("RdmaNicProtocol.PostSend", Verbs + "ib_uverbs_post_send"),
        ("RdmaNicProtocol.PostPeer", Verbs + "ib_uverbs_post_send"),
        ("DmaEngineProtocol.KeyProgrammed", Keys + "mlx5_core_create_mkey"),
        ("DmaEngineProtocol.KeyDestroyed", Keys + "mlx5_core_destroy_mkey"),
        ("DmaEngineProtocol.PagesWritten", Mlx5 + "umr.c:mlx5r_umr_update_xlt"),
        ("DmaEngineProtocol.PageFault", Mlx5 + "odp.c:mlx5_ib_pfault"),
        ("HmmOdp.FaultTimedOut", "drivers/infiniband/core/umem_odp.c:ib_umem_odp_map_dma_and_lock"),
        ("HmmOdp.MapFound", "drivers/infiniband/core/umem_odp.c:ib_umem_odp_map_dma_and_lock"),
        ("HmmOdp.UnmapAll", "drivers/infiniband/core/umem_odp.c:ib_umem_odp_release"),
        ("DmaEngineProtocol.WorkCompleted", Mlx5 + "cq.c:mlx5_ib_poll_cq"),
        ("P2pdmaProviderProtocol.MapPeer", Peers + "pci_p2pdma_map_type"),
        ("P2pdmaProviderProtocol.PeerMapped", Peers + "pci_p2pdma_map_type"),
        ("P2pdmaProviderProtocol.PeerRefused", Peers + "pci_p2pdma_map_type"),
        ("P2pdmaProviderProtocol.UnmapPeer", Peers + "p2pdma_folio_free"),
        ("P2pdmaProviderProtocol.Unbind", Peers + "pci_p2pdma_unmap_mappings"),
        ("P2pdmaProviderProtocol.Unbound", Peers + "pci_p2pdma_release"),
        ("P2pdmaProviderProtocol.EnableAcs", "drivers/pci/pci.c:pci_enable_acs"),
        ("P2pdmaProviderProtocol.AcsEnabled", "drivers/pci/pci.c:pci_enable_acs"),
        ("DmaBufProtocol.Attach", Exported + "vfio_pci_dma_buf_attach"),
        ("DmaBufProtocol.Attached", Umem + "ib_umem_dmabuf_get_with_dma_device"),
        ("DmaBufProtocol.Detach", Buffers + "dma_buf_detach"),
        ("DmaBufProtocol.Detached", Buffers + "dma_buf_detach"),
        ("DmaBufProtocol.Map", Exported + "vfio_pci_dma_buf_map"),
        ("DmaBufProtocol.Mapped", Umem + "ib_umem_dmabuf_map_pages"),
        ("DmaBufProtocol.MapRefused", Umem + "ib_umem_dmabuf_map_pages"),
        ("DmaBufProtocol.Unmap", Exported + "vfio_pci_dma_buf_unmap"),
        ("DmaBufProtocol.Unmapped", Umem + "ib_umem_dmabuf_unmap_pages"),
        ("DmaBufProtocol.InvalidateMappings", Mlx5 + "mr.c:mlx5_ib_dmabuf_invalidate_cb"),
        ("DmaBufImporter.AccessDue", Mlx5 + "odp.c:pagefault_dmabuf_mr"),
        ("DmaBufImporter.DeregisterNow", Verbs + "ib_uverbs_dereg_mr"),
        ("DmaBufProtocol.Revoke", Exported + "vfio_pci_dma_buf_move"),
        ("DmaBufProtocol.Revoked", Exported + "vfio_pci_dma_buf_move"),
        ("DmaBufProtocol.Restore", Exported + "vfio_pci_dma_buf_move"),
        ("DmaBufProtocol.Restored", Exported + "vfio_pci_dma_buf_move"),
        ("VfioPci.ResetDevice", Vfio + "pci/vfio_pci_core.c:vfio_pci_ioctl_reset"),
        ("VfioPci.ResetDone", "drivers/pci/pci.c:pci_try_reset_function"),
        ("VfioPci.ClearMemoryEnable", Vfio + "pci/vfio_pci_config.c:vfio_basic_config_write"),
        ("VfioPci.CloseDevice", Vfio + "pci/vfio_pci_core.c:vfio_pci_core_close_device"),
        ("IoptPagesProtocol.FillDomain", Iommufd + "iopt_area_fill_domain"),
        ("IoptPagesProtocol.DomainFilled", Iommufd + "iopt_area_fill_domain"),
        ("IoptPagesProtocol.UnfillDomain", Iommufd + "iopt_area_unfill_domain"),
        ("IoptPagesProtocol.DomainUnfilled", Iommufd + "iopt_area_unfill_domain"),
        ("IoptPagesProtocol.PinAccess", Iommufd + "iopt_area_add_access"),
        ("IoptPagesProtocol.AccessPinned", Iommufd + "iopt_area_add_access"),
        ("IoptPagesProtocol.UnpinAccess", Iommufd + "iopt_area_remove_access"),
        ("IoptPagesProtocol.AccessUnpinned", Iommufd + "iopt_area_remove_access"),
        ("VfioType1Protocol.MapDma", Type1 + "vfio_dma_do_map"),
        ("VfioType1Protocol.Mapped", Type1 + "vfio_dma_do_map"),
        ("VfioType1Protocol.UnmapDma", Type1 + "vfio_dma_do_unmap"),
        ("VfioType1Protocol.Unmapped", Type1 + "vfio_dma_do_unmap"),
        ("GupPinnerProtocol.UnpinPart", Type1 + "vfio_unpin_pages_remote"),
        ("GupPinnerProtocol.PartUnpinned", Type1 + "vfio_unpin_pages_remote"),
        ("UnmanagedProtocol.Map", Core + "iommu_map"),
        ("UnmanagedProtocol.Mapped", Type1 + "vfio_iommu_map"),
        ("UnmanagedProtocol.Unmap", Core + "iommu_unmap"),
        ("UnmanagedProtocol.UnmapFast", Core + "iommu_unmap_fast"),
        ("UnmanagedProtocol.Unmapped", Type1 + "vfio_unmap_unpin"),
        ("UnmanagedProtocol.IotlbSync", Core + "iommu_iotlb_sync"),
        ("UnmanagedProtocol.Synced", Type1 + "vfio_sync_unpin"),
        ("PcieFabricProtocol.AskMapType", Peers + "calc_map_type_and_dist"),
        ("PcieFabricProtocol.MapTypeIs", Peers + "calc_map_type_and_dist"),
    ];

    /// <summary>What is done elsewhere at one actor than at others.</summary>
    public static readonly IReadOnlyList<(string Message, string Actor, string Place)> Own =
    [
        ("PcieFabricProtocol.MapTypeIs", nameof(DmaBuf), List + "dma_buf_phys_vec_to_sgt"),
        ("DmaMappingProtocol.Mapped", nameof(DmaBuf), List + "dma_buf_phys_vec_to_sgt"),
        ("DmaMappingProtocol.MapRefused", nameof(DmaBuf), List + "dma_buf_phys_vec_to_sgt"),
        ("DmaMappingProtocol.Unmapped", nameof(DmaBuf), List + "dma_buf_free_sgt"),
        ("PcieFabricProtocol.MemoryOff", nameof(VfioPci), "drivers/pci/access.c:pci_write_config_word"),
        ("PcieFabricProtocol.MemoryOn", nameof(VfioPci), "drivers/pci/access.c:pci_write_config_word"),
    ];
}
