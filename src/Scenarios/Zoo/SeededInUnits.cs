using PhyrActors.Model;
using static PhyrActors.Scenarios.ZooEntry;

namespace PhyrActors.Scenarios;

/// <summary>Seeded defects of domains, tables, queues and units.</summary>
internal static class SeededInUnits
{
    private const string Unmap = "drivers/iommu/dma-iommu.c:__iommu_dma_unmap()";
    private const string Batch = "our batching of invalidations, docs/how-it-works.md";
    private const string Submit = "drivers/iommu/intel/dmar.c:qi_submit_sync()";

    /// <summary>One region, one operation, no fork.</summary>
    private static readonly string[] s_still = ["fork.rate = 0"];

    /// <summary>The same in small folios: every unmap empties a table.</summary>
    private static readonly string[] s_smallFolios =
    [
        "fork.rate = 0",
        "load.operations = 0",
        "memory.folio-mix.2MiB = 0",
        "memory.folio-mix.64KiB = 1",
    ];

    /// <summary>The same with an operation that writes.</summary>
    private static readonly string[] s_writing = ["fork.rate = 0", "load.writes = 1"];

    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        Race(
            Mutation.M1, "a strict unmap skips the invalidation", Unmap, "I-4", "dpor-mr.conf", s_still),
        Race(
            Mutation.M2, "IOVA is freed before the invalidation", Unmap, "I-4", "dpor-mr.conf", s_still),
        Race(
            Mutation.M3,
            "a flush queue compares with less-or-equal",
            "drivers/iommu/dma-iommu.c:fq_ring_free_locked(), as B17",
            "I-4",
            "lazy.conf",
            "load.contexts = 1"),
        Race(
            Mutation.M4,
            "an unmap does not wait until its cleared entries are in memory",
            "drivers/iommu/dma-iommu.c:queue_iova()",
            "I-4",
            "store-buffer.conf",
            s_still),
        Race(
            Mutation.M5,
            "table pages are released before the invalidation",
            "drivers/iommu/iommu-pages.c:iommu_put_pages_list()",
            "I-3",
            "dpor-mr.conf",
            s_smallFolios),
        Race(
            Mutation.M6,
            "an invalidation says that only leaves changed although tables were unlinked",
            "drivers/iommu/intel/iommu.c:intel_iommu_tlb_sync()",
            "I-3",
            "dpor-mr.conf",
            s_smallFolios),
        Race(
            Mutation.M7,
            "a device's cache is invalidated before the unit's own",
            "drivers/iommu/intel/cache.c:cache_tag_assign()",
            "I-5",
            "ats.conf",
            "ats.can-be-late = off"),
        Race(
            Mutation.M8, "a submitter ignores that its wait was aborted", Submit, "I-33", "queue.conf"),
        Data(
            Mutation.M18,
            "a window is destroyed with another length than is linked",
            "drivers/iommu/dma-iommu.c:dma_iova_destroy()",
            "I-11",
            "dpor-mr.conf",
            s_still),
        Data(
            Mutation.M19,
            "a window is destroyed twice",
            "drivers/iommu/dma-iommu.c:dma_iova_destroy()",
            "I-37",
            "dpor-mr.conf",
            s_still),
        Data(
            Mutation.M20,
            "a piece is linked where one is linked",
            "drivers/iommu/dma-iommu.c:dma_iova_link()",
            "I-9",
            "dpor-mr.conf",
            s_still),
        Race(
            Mutation.M21,
            "the device is told before the sync has returned",
            "include/linux/dma-mapping.h:dma_iova_sync()",
            "I-12",
            "dpor-mr.conf",
            s_still),
        Tested(
            "M23",
            "a freed range is kept in the cache of larger ones",
            "drivers/iommu/iova.c:iova_rcache_insert()",
            "I-7",
            "KernelOrderIovaAllocatorTests") with { Mutation = Mutation.M23 },
        Data(
            Mutation.M24,
            "an unmap leaves its last entry and nobody looks at the length",
            Unmap,
            "I-10",
            "dpor-mr.conf",
            s_smallFolios),
        Race(
            Mutation.M29,
            "an invalidation wait completes before accesses translated earlier have landed",
            "VT-d specification 6.5.2 (drain)",
            "I-2 I-1",
            "dpor-mr.conf",
            s_writing),
        Race(
            Mutation.M30,
            "an invalidation does not kill walks begun before it",
            "VT-d specification 6.5.2",
            "I-2",
            "dpor-mr.conf",
            s_writing),
        Race(Mutation.M31, "a request joins a batch that was already submitted", Batch, "I-4", "two-regions.conf"),
        Race(
            Mutation.M32,
            "a batch's hint is that of its last member",
            Batch,
            "I-3",
            "two-regions.conf",
            "memory.folio-mix.2MiB = 0.06",
            "memory.process = 16MiB",
            "load.contexts = 8",
            "iommu.batch-window = 1ms"),
        Race(
            Mutation.M33,
            "a failure is told to the first member of a batch only",
            Batch,
            "I-33",
            "two-regions.conf",
            "iommu.queue-errors = on"),
    ];
}
