namespace PhyrActors.Model;

/// <summary>Which kind of page a frame may be given to; a long-term pin stays in Normal only.</summary>
/// <remarks>Zones and migrate types of include/linux/mmzone.h, and kinds of device memory of
/// include/linux/memremap.h.</remarks>
public enum MemoryZone
{
    Normal,
    Movable,
    Cma,

    /// <summary>A page block that is being emptied (MIGRATE_ISOLATE), whatever its zone.</summary>
    Isolate,

    /// <summary>MEMORY_DEVICE_COHERENT.</summary>
    DeviceCoherent,

    /// <summary>MEMORY_DEVICE_FS_DAX.</summary>
    FsDax,

    /// <summary>MEMORY_DEVICE_PCI_P2PDMA.</summary>
    PciP2pdma,
}

/// <summary>Frames of one zone: <paramref name="Frames"/> of them from <paramref name="First"/> on.</summary>
public readonly record struct ZoneSpan(MemoryZone Zone, Pfn First, ulong Frames)
{
    /// <summary>The frame after the last.</summary>
    public Pfn End => First + Frames;

    public bool Contains(Pfn frame) => First <= frame && frame < End;
}
