using PhyrActors.Model;
using static PhyrActors.Scenarios.ZooEntry;

namespace PhyrActors.Scenarios;

/// <summary>Bugs of the kernel, of Xen and of QEMU in domains, tables, queues and units.</summary>
internal static class FoundInUnits
{
    private static readonly ZooEntry s_goneDevice = Race(
        Mutation.B4,
        "nobody notices that a device is gone",
        "4fc82cd907ac \"iommu/vt-d: Don't issue ATS Invalidation request when device is disconnected\"",
        "I-34",
        "queue.conf");

    private static readonly ZooEntry s_ignoredFlush = Race(
        Mutation.B21,
        "what a flush returns is ignored",
        "drivers/iommu/intel/cache.c:qi_batch_flush_descs(), v7.0",
        "I-33",
        "two-regions.conf",
        "iommu.queue-errors = on");

    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        Tested(
            "B1",
            "the window of lazy mode",
            "Markuze, Morrison and Tsafrir, \"True IOMMU Protection from DMA Attacks\", ASPLOS 2016",
            "I-2",
            "ExposureStatisticsTests"),
        Race(
            Mutation.B2,
            "after a timeout only slots with odd numbers are marked aborted",
            "fe89277c9ceb \"iommu/vt-d: Fix intel iommu iotlb sync hardlockup and retry\"",
            "I-34",
            "queue.conf"),
        Race(
            Mutation.B3,
            "a timeout is cleared before the slots are marked",
            "linux-iommu, 10 March 2026, on the fix of B2",
            "I-32 I-34",
            "queue.conf"),
        s_goneDevice,
        Like(s_goneDevice, "B5", "a link failed before a group's release", "CVE-2026-43130"),
        Like(s_goneDevice, "B6", "the same on another path", "CVE-2026-43161"),
        Beyond(
            "B7",
            "a context entry is cleared in two halves while it is present",
            "CVE-2026-45944",
            "a unit knows from its making which table a requester has, and no walk reads a context entry."),
        Beyond(
            "B8",
            "a page request finds a device that is being released",
            "CVE-2024-35843",
            "there is no page request interface: only regions on demand fault, and to their own driver."),
        Beyond(
            "B9",
            "a unit walks kernel page tables whose page was freed",
            "CVE-2025-71202",
            "no unit walks a CPU's page tables (SVA); the rule is I-3, which M5 breaks for a domain's own tables."),
        Beyond(
            "B10",
            "the last unbind frees what is touched after it",
            "06e14c36e20b \"iommu/sva: Fix crash in iommu_sva_unbind_device()\"",
            "there is no SVA, and an actor that is gone answers nobody."),
        Beyond(
            "B11",
            "an unwind unmaps pages that the sanitizer never counted",
            "0735c54804c7 \"iommu: Handle unmap error when iommu_debug is enabled\"",
            "the counters of iommu.debug_pagealloc are no part of the model: I-38 judges the unwind itself."),
        Tested(
            "B12",
            "a limit underflows in a full domain",
            "5016bdb796b3 \"iommu/iova: Fix underflow bug in __alloc_and_insert_iova_range\"",
            "I-6",
            "IovaTreeTests"),
        Tested(
            "B13",
            "a limit is taken as exclusive and as inclusive",
            "757c370f036e \"iommu/iova: Sort out rbtree limit_pfn handling\"",
            "I-6",
            "IovaVectorTests"),
        Tested(
            "B14",
            "the second pass of a search wraps",
            "dcdb3ba7e2a8 \"iommu/iova: Fix alloc iova overflows issue\"",
            "I-6",
            "IovaTreeTests"),
        Beyond(
            "B15",
            "cleaning up caches that were never made",
            "fa8fb60d3637 \"iommu/iova: Add NULL check in iova_magazine_free()\"",
            "an allocator is made whole or not at all."),
        Tested(
            "B16",
            "a search gives up while caches hold what it needs",
            "a21142fecd4c, 6fc015f63c86, e8b198402745, bee60e94a1e2",
            "I-42",
            "KernelOrderIovaAllocatorTests"),
        Like(
            Race(
                Mutation.M3,
                "a flush queue compares with the wrong counter",
                string.Empty,
                "I-4",
                "lazy.conf",
                "load.contexts = 1"),
            "B17",
            "a flush queue compares with the wrong counter",
            "fb418dab8a4f"),
        Beyond(
            "B18",
            "a flush queue is seen before it is ready",
            "ac9a5d522bb8 \"iommu/dma: Fix race condition during iova_domain initialization\"",
            "a domain changes its type within one step, and nobody else reads its state."),
        Race(
            Mutation.B19,
            "a flush is put off beyond the release of the page",
            "XSA-346; drivers/vfio/vfio_iommu_type1.c:vfio_sync_unpin()",
            "I-1",
            "vfio.conf",
            "fork.rate = 0"),
        Like(s_ignoredFlush, "B20", "a timed-out flush counts as done", "XSA-373, CVE-2021-28692"),
        Like(
            s_ignoredFlush,
            "B20a",
            "the error of a completion wait is dropped",
            "drivers/iommu/amd/iommu.c:domain_flush_complete()"),
        s_ignoredFlush,
        Beyond(
            "B22",
            "whether maps are invalidated is decided when a unit is attached",
            "cee686775f9c \"iommu/vt-d: Make iotlb_sync_map a static property of dmar_domain\"",
            "it is a constant of the domain, and a unit that would need another is refused."),
        Tested(
            "B23",
            "a table that a large leaf replaced goes back at once",
            "5a991ad8a5ca (Xen)",
            "I-3",
            "IommuMutationTests") with { Mutation = Mutation.B23 },
        Tested(
            "B24",
            "a part of a large page is unmapped",
            "drivers/iommu/generic_pt/iommu_pt.h, v7.0",
            "I-10",
            "PartialUnlinkTests"),
        Beyond(
            "B25",
            "an unmap counts on getting more than it asked for",
            "6fe1010d6d9c \"vfio/type1: DMA unmap chunking\"",
            "nobody here unmaps in chunks that he does not know; the rule is B24's."),
        Beyond(
            "B26",
            "threads read an emulated IOTLB without a lock",
            "1d9efa73e12d \"intel-iommu: add iommu lock\" (QEMU)",
            "a unit's state is that of one actor."),
        Beyond(
            "B26a",
            "one tag's rounding stays in the range of all later tags",
            "3846e469c1ba \"iommu/vt-d: Fix CACHE_TAG_NESTING_DEVTLB polluting shared variables\"",
            "it invalidates too much, which costs time and breaks no rule; there is no nesting."),
        Beyond(
            "B26b",
            "two devices set up their MSI page at once",
            "5a9e89ea34e0 \"iommu/dma: Restore locking around msi_page_list\"",
            "interrupts are not mapped."),
        Beyond(
            "B26c",
            "a handle is seen before it is initialised",
            "530f8f9c3546 \"iommu/sva: Set handle->dev before the SVA handle is visible\"",
            "there is no SVA, and nobody sees an actor before it is made."),
        Beyond(
            "B26d",
            "iova_to_phys answers for what is not mapped",
            "41cdc2a3d41b \"iommupt: Return zero for invalid iova_to_phys() ranges\"",
            "no unmap asks the table where an address led: who mapped remembers."),
        Beyond(
            "B26e",
            "an access and an unmap take two locks in two orders",
            "0dbcdf4473a6 \"iommufd: Avoid locking internal accesses during unmap\"",
            "one lock, pages->mutex, and no objects above it."),
    ];
}
