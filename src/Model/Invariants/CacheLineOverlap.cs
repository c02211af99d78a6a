namespace PhyrActors.Model;

/// <summary>DD21, DD22: no two mappings that devices write share a cache line, and none has too many.</summary>
/// <remarks>Source: kernel/dma/debug.c:add_dma_entry() and active_cacheline_inc_overlap(), v7.0.</remarks>
public static class CacheLineOverlap
{
    /// <summary>Overlaps that are counted (ACTIVE_CACHELINE_MAX_OVERLAP).</summary>
    public const int OverlapsMax = 7;

    /// <summary>A mapping has a say: the device writes, and the caller does not sync himself.</summary>
    public static bool Counts(DmaDirection direction, DmaAttributes attributes) =>
        direction != DmaDirection.ToDevice && !attributes.HasFlag(DmaAttributes.SkipCpuSync);

    /// <summary>Judges a mapping by those that are live on its first cache line.</summary>
    /// <param name="device">For whom.</param>
    /// <param name="line">The cache line.</param>
    /// <param name="live">Live mappings of that line.</param>
    /// <param name="allAllow">The new one and all of them say that it is meant.</param>
    public static Violation? OfMap(int device, PhysAddr line, int live, bool allAllow)
    {
        if (live > OverlapsMax)
        {
            return new Violation(
                "DD22",
                $"device {device} has cache line {line} mapped {live + 1} times: exceeded {OverlapsMax} overlapping "
                + "mappings");
        }

        return live > 0 && !allAllow
            ? new Violation("DD21", $"device {device} maps cache line {line}, which is mapped (EEXIST)")
            : null;
    }
}
