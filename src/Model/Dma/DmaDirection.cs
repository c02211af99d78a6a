namespace PhyrActors.Model;

/// <summary>Which way data moves, seen from memory.</summary>
/// <remarks>Values of include/linux/dma-direction.h, v6.16.</remarks>
public enum DmaDirection
{
    Bidirectional = 0,

    /// <summary>The device reads memory.</summary>
    ToDevice = 1,

    /// <summary>The device writes memory.</summary>
    FromDevice = 2,
    None = 3,
}

/// <summary>What a direction permits.</summary>
public static class DmaDirectionRules
{
    /// <summary>The protection of a mapping made for this direction.</summary>
    /// <remarks>Source: drivers/iommu/dma-iommu.c:dma_info_to_prot(), v6.16.</remarks>
    public static IoProt ToProt(this DmaDirection direction, bool mmio = false)
    {
        IoProt access = direction switch
        {
            DmaDirection.Bidirectional => IoProt.Read | IoProt.Write,
            DmaDirection.ToDevice => IoProt.Read,
            DmaDirection.FromDevice => IoProt.Write,
            _ => IoProt.None,
        };
        return mmio ? access | IoProt.Mmio : access;
    }
}
