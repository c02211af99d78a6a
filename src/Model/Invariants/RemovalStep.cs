namespace PhyrActors.Model;

/// <summary>How far the removal of entries is known to be in the past of a step; each step includes those before
/// it.</summary>
/// <remarks>Order: drivers/iommu/dma-iommu.c:__iommu_dma_unmap(), v7.0.</remarks>
public enum RemovalStep
{
    /// <summary>The entries may be there.</summary>
    None,

    /// <summary>The entries are cleared.</summary>
    Cleared,

    /// <summary>An invalidation that covers them was submitted after that.</summary>
    Submitted,

    /// <summary>That invalidation is complete: nothing can translate through them.</summary>
    Completed,
}

/// <summary>Says what a removal lacks.</summary>
internal static class RemovalText
{
    public static string Lack(RemovalStep past) => past switch
    {
        RemovalStep.None => "its entries are cleared",
        RemovalStep.Cleared => "an invalidation of its cleared entries is submitted",
        _ => "the invalidation of its entries is complete",
    };

    /// <summary>The step that is missing, as the end of an edge.</summary>
    public static string Step(RemovalStep past) => $"a step by which {Lack(past)}";

    public static string Of(int domain, IovaRange range) => $"[{range.Start}, {range.Last}] of domain {domain}";
}
