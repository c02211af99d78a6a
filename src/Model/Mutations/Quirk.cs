namespace PhyrActors.Model;

/// <summary>A defect that released kernels have: real behaviour that breaks an invariant.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Defect">The same switch as a mutation; docs/bug-zoo.md describes it.</param>
/// <param name="Kernels">The versions that have it.</param>
/// <param name="Source">Where it is in the kernel, and what ended it.</param>
public sealed record Quirk(string Name, Mutation Defect, IReadOnlyList<string> Kernels, string Source)
{
    private const string V612 = "v6.12";
    private const string V616 = "v6.16";
    private const string V70 = "v7.0";

    /// <summary>Every quirk, in the order of the path that it is on. A new one is a row here, a switch where it acts,
    /// and its lines in config/kernels/expected.conf.</summary>
    public static IReadOnlyList<Quirk> All { get; } =
    [
        new(
            "flush-result-ignored",
            Mutation.B21,
            [V612, V616, V70],
            "drivers/iommu/intel/cache.c:qi_batch_flush_descs()"),
        new(
            "abort-marks-odd-slots",
            Mutation.B2,
            [V612, V616],
            "drivers/iommu/intel/dmar.c:qi_check_fault(), until fe89277c9ceb"),
        new(
            "replaced-table-freed-at-once",
            Mutation.B23,
            [V612, V616],
            "drivers/iommu/intel/iommu.c:switch_to_super_page(), until the generic page table"),
        new(
            "destroy-frees-mapped-length",
            Mutation.D3,
            [V616, V70],
            "drivers/iommu/dma-iommu.c:__iommu_dma_iova_unlink()"),
        new(
            "slot-freed-before-entry",
            Mutation.D5,
            [V616, V70],
            "drivers/iommu/dma-iommu.c:iommu_dma_iova_unlink_range_slow()"),
    ];
}
