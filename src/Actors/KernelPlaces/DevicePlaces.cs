namespace PhyrActors.Actors;

/// <summary>Places in drivers and PCI.</summary>
internal static class DevicePlaces
{
    private const string Core = "drivers/iommu/iommu.c:";
    private const string Iommufd = "drivers/iommu/iommufd/pages.c:";
    private const string Vfio = "drivers/vfio/vfio_iommu_type1.c:";
    private const string Verbs = "drivers/infiniband/core/uverbs_cmd.c:";
    private const string Peers = "drivers/pci/p2pdma.c:";
    private const string Buffers = "drivers/dma-buf/dma-buf.c:";
    private const string Exported = "drivers/vfio/pci/vfio_pci_dmabuf.c:";
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
        ("DmaEngineProtocol.PagesWritten", "drivers/infiniband/hw/mlx5/umr.c:mlx5r_umr_update_xlt"),
        ("DmaEngineProtocol.PageFault", "drivers/infiniband/hw/mlx5/odp.c:mlx5_ib_pfault"),
        ("HmmOdp.FaultTimedOut", "drivers/infiniband/core/umem_odp.c:ib_umem_odp_map_dma_and_lock"),
        ("HmmOdp.MapFound", "drivers/infiniband/core/umem_odp.c:ib_umem_odp_map_dma_and_lock"),
        ("HmmOdp.UnmapAll", "drivers/infiniband/core/umem_odp.c:ib_umem_odp_release"),
        ("DmaEngineProtocol.WorkCompleted", "drivers/infiniband/hw/mlx5/cq.c:mlx5_ib_poll_cq"),
        ("P2pdmaProviderProtocol.MapPeer", Peers + "pci_p2pdma_map_type"),
        ("P2pdmaProviderProtocol.PeerMapped", Peers + "pci_p2pdma_map_type"),
        ("P2pdmaProviderProtocol.PeerRefused", Peers + "pci_p2pdma_map_type"),
        ("P2pdmaProviderProtocol.UnmapPeer", Peers + "p2pdma_folio_free"),
        ("P2pdmaProviderProtocol.Unbind", Peers + "pci_p2pdma_unmap_mappings"),
        ("P2pdmaProviderProtocol.Unbound", Peers + "pci_p2pdma_release"),
        ("P2pdmaProviderProtocol.EnableAcs", "drivers/pci/pci.c:pci_enable_acs"),
        ("P2pdmaProviderProtocol.AcsEnabled", "drivers/pci/pci.c:pci_enable_acs"),
        ("DmaBufProtocol.Attach", Buffers + "dma_buf_dynamic_attach"),
        ("DmaBufProtocol.Attached", Buffers + "dma_buf_dynamic_attach"),
        ("DmaBufProtocol.Detach", Buffers + "dma_buf_detach"),
        ("DmaBufProtocol.Detached", Buffers + "dma_buf_detach"),
        ("DmaBufProtocol.Map", Buffers + "dma_buf_map_attachment"),
        ("DmaBufProtocol.Mapped", Buffers + "dma_buf_map_attachment"),
        ("DmaBufProtocol.MapRefused", Buffers + "dma_buf_map_attachment"),
        ("DmaBufProtocol.Unmap", Buffers + "dma_buf_unmap_attachment"),
        ("DmaBufProtocol.Unmapped", Buffers + "dma_buf_unmap_attachment"),
        ("DmaBufProtocol.InvalidateMappings", Exported + "vfio_pci_dma_buf_move"),
        ("DmaBufProtocol.Revoke", Exported + "vfio_pci_dma_buf_move"),
        ("DmaBufProtocol.Revoked", Exported + "vfio_pci_dma_buf_move"),
        ("DmaBufProtocol.Restore", Exported + "vfio_pci_dma_buf_move"),
        ("DmaBufProtocol.Restored", Exported + "vfio_pci_dma_buf_move"),
        ("IoptPagesProtocol.FillDomain", Iommufd + "iopt_area_fill_domain"),
        ("IoptPagesProtocol.DomainFilled", Iommufd + "iopt_area_fill_domain"),
        ("IoptPagesProtocol.UnfillDomain", Iommufd + "iopt_area_unfill_domain"),
        ("IoptPagesProtocol.DomainUnfilled", Iommufd + "iopt_area_unfill_domain"),
        ("IoptPagesProtocol.PinAccess", Iommufd + "iopt_area_add_access"),
        ("IoptPagesProtocol.AccessPinned", Iommufd + "iopt_area_add_access"),
        ("IoptPagesProtocol.UnpinAccess", Iommufd + "iopt_area_remove_access"),
        ("IoptPagesProtocol.AccessUnpinned", Iommufd + "iopt_area_remove_access"),
        ("VfioType1Protocol.MapDma", Vfio + "vfio_dma_do_map"),
        ("VfioType1Protocol.Mapped", Vfio + "vfio_dma_do_map"),
        ("VfioType1Protocol.UnmapDma", Vfio + "vfio_dma_do_unmap"),
        ("VfioType1Protocol.Unmapped", Vfio + "vfio_dma_do_unmap"),
        ("GupPinnerProtocol.UnpinPart", Vfio + "vfio_unpin_pages_remote"),
        ("GupPinnerProtocol.PartUnpinned", Vfio + "vfio_unpin_pages_remote"),
        ("UnmanagedProtocol.Map", Core + "iommu_map"),
        ("UnmanagedProtocol.Mapped", Vfio + "vfio_iommu_map"),
        ("UnmanagedProtocol.Unmap", Core + "iommu_unmap"),
        ("UnmanagedProtocol.UnmapFast", Core + "iommu_unmap_fast"),
        ("UnmanagedProtocol.Unmapped", Vfio + "vfio_unmap_unpin"),
        ("UnmanagedProtocol.IotlbSync", Core + "iommu_iotlb_sync"),
        ("UnmanagedProtocol.Synced", Vfio + "vfio_sync_unpin"),
        ("PcieFabricProtocol.AskMapType", Peers + "calc_map_type_and_dist"),
        ("PcieFabricProtocol.MapTypeIs", Peers + "calc_map_type_and_dist"),
    ];
}
