namespace PhyrActors.Actors;

/// <summary>Places in drivers and PCI, and the messages that have none.</summary>
internal static class DevicePlaces
{
    private const string Verbs = "drivers/infiniband/core/uverbs_cmd.c:";
    private const string Peers = "drivers/pci/p2pdma.c:";
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
        ("DmaEngineProtocol.WorkCompleted", "drivers/infiniband/hw/mlx5/cq.c:mlx5_ib_poll_cq"),
        ("P2pdmaProviderProtocol.MapPeer", Peers + "pci_p2pdma_map_type"),
        ("P2pdmaProviderProtocol.PeerMapped", Peers + "pci_p2pdma_map_type"),
        ("P2pdmaProviderProtocol.PeerRefused", Peers + "pci_p2pdma_map_type"),
        ("P2pdmaProviderProtocol.UnmapPeer", Peers + "p2pdma_folio_free"),
        ("P2pdmaProviderProtocol.Unbind", Peers + "pci_p2pdma_unmap_mappings"),
        ("P2pdmaProviderProtocol.Unbound", Peers + "pci_p2pdma_release"),
        ("P2pdmaProviderProtocol.EnableAcs", "drivers/pci/pci.c:pci_enable_acs"),
        ("P2pdmaProviderProtocol.AcsEnabled", "drivers/pci/pci.c:pci_enable_acs"),
        ("PcieFabricProtocol.AskMapType", Peers + "calc_map_type_and_dist"),
        ("PcieFabricProtocol.MapTypeIs", Peers + "calc_map_type_and_dist"),
    ];

    /// <summary>What no function of the kernel does: hardware's own messages, and the ends of a model's
    /// environment.</summary>
    public static readonly IReadOnlyCollection<string> Outside =
    [
        "DmaEngineProtocol.ProgramKey", "DmaEngineProtocol.DestroyKey", "DmaEngineProtocol.Post",
        "DmaEngineProtocol.PostPeer", "DmaEngine.InvalidateLate", "DmaEngine.PostSlow", "DmaEngine.RogueWrite",
        "IoPageTableProtocol.ReadEntry", "IoPageTableProtocol.EntryRead",
        "IoPageTable.ClearLanded", "IoPageTable.BarrierReached", "StoreBufferProtocol.Store",
        "IommuProtocol.Translate", "IommuProtocol.Translated", "IommuProtocol.AtsTranslated", "IommuProtocol.Faulted",
        "IommuProtocol.Landed", "IommuProtocol.TailWritten", "IommuProtocol.AtsInvalidate",
        "IommuProtocol.AtsInvalidated", "IommuProtocol.AtsTimedOut", "IommuProtocol.ClearFault",
        "IommuProtocol.ReadHead", "IommuProtocol.WriteContext", "Iommu.ExecuteNext", "Iommu.CompleteLate",
        "PcieFabricProtocol.MemoryRequest", "PcieFabricProtocol.PeerRequest", "PcieFabricProtocol.ReadCompleted",
        "PcieFabricProtocol.Signal", "PcieFabricProtocol.TranslationRequest",
        "PcieFabricProtocol.TranslationCompleted", "PcieFabricProtocol.TranslationFailed",
        "PcieFabricProtocol.SwitchMemoryOff", "PcieFabricProtocol.MemoryOff", "PcieFabricProtocol.SetAcs",
        "PcieFabricProtocol.AcsSet",
        "PcieFabricProtocol.TranslatedRequest", "PcieFabricProtocol.InvalidateTlb", "PcieFabricProtocol.LinkDown",
        "PcieFabricProtocol.DisableMemory", "PcieFabric.LandedLate",
        "PhysicalMemoryProtocol.Access", "PhysicalMemoryProtocol.Landed", "PhysicalMemoryProtocol.HandOver",
        "EnvironmentProtocol.EndEnvironment", "EnvironmentProtocol.AttemptDue", "ProviderEnvironment.ChangeNow",
        "ForkEnvironmentProtocol.EndForking", "MigrationEnvironmentProtocol.EndMigrating",
    ];
}
