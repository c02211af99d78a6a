namespace PhyrActors.Model;

/// <summary>How a client reaches memory behind another device's BAR (enum pci_p2pdma_map_type).</summary>
public enum P2pMapType
{
    /// <summary>Not peer-to-peer memory.</summary>
    None = 0,
    NotSupported = 1,

    /// <summary>By bus address through a common switch: the IOMMU never sees it and cannot revoke it.</summary>
    BusAddr = 2,

    /// <summary>Through the root complex, mapped like any MMIO target.</summary>
    ThruHostBridge = 3,
}
