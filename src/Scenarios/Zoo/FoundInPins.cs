using PhyrActors.Model;
using static PhyrActors.Scenarios.ZooEntry;

namespace PhyrActors.Scenarios;

/// <summary>Defects in pins, folios and forks.</summary>
internal static class FoundInPins
{
    private const string OnePin = "one-pin.conf";
    private const string OnePage = "memory.process = 4KiB";
    private const string Longterm = "pin.caller.longterm = on";

    /// <summary>The page lies in CMA and waits in a batch for the LRU list.</summary>
    private static readonly string[] s_waitingForLru =
        [OnePage, Longterm, "memory.cma = 2MiB", "memory.lru-batch = 4"];

    private static readonly ZooEntry s_wrongMm = Race(
        Mutation.M26,
        "a charge is taken back from another mm",
        "046eca5018f8 \"vfio/type1: prevent underflow of locked_vm via exec()\"",
        "I-21",
        OnePin,
        "environment.exec = 2000");

    private static readonly ZooEntry s_undrained = Data(
        Mutation.B42,
        "a pin for long does not drain the LRU batches",
        "2fbb0c10d1e8",
        "I-42",
        OnePin,
        s_waitingForLru);

    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        Race(
            Mutation.M9,
            "unpin before unmap",
            "drivers/infiniband/core/umem.c:__ib_umem_release()",
            "I-1",
            "dpor-mr.conf",
            "fork.rate = 0"),
        Race(
            Mutation.M10,
            "unpin twice",
            "mm/gup.c:unpin_user_page_range_dirty_lock()",
            "I-16",
            "dpor-mr.conf",
            "fork.rate = 0"),
        Race(
            Mutation.M11,
            "a fast pin does not look whether a fork was under way",
            "mm/gup.c:gup_fast()",
            "I-20",
            "store-buffer.conf"),
        Race(
            Mutation.M12,
            "a pin does not compare its entries again",
            "mm/gup.c:gup_fast_pte_range()",
            "I-22",
            "dpor-mr.conf",
            "fork.rate = 0",
            "migration.rate = 2000"),
        Race(
            Mutation.B35,
            "a fork does not announce itself in write_protect_seq",
            "57efa1fe5957 \"mm/gup: prevent gup_fast from racing with COW during fork\"",
            "I-20",
            "store-buffer.conf"),
        Race(
            Mutation.B36,
            "a fork shares a huge page although it is pinned",
            "d042035eaf5f \"mm/thp: Split huge pmds/puds if they're pinned when fork()\"",
            "I-20",
            OnePin,
            "memory.machine = 16MiB",
            "memory.process = 2MiB",
            "memory.folio-mix { 2MiB = 1, 64KiB = 0, 4KiB = 0 }",
            "fork.rate = 1000"),
        s_wrongMm,
        Like(
            s_wrongMm,
            "B34",
            "locked memory is charged to one mm and uncharged from the next",
            "046eca5018f8, 18e292705ba2"),
        Race(
            Mutation.M27,
            "a pin for long stays in movable memory",
            "mm/gup.c:check_and_migrate_movable_folios()",
            "I-18",
            OnePin,
            "memory.movable = 2MiB",
            Longterm),
        Race(
            Mutation.M28,
            "a pinned folio moves",
            "mm/migrate.c:folio_migrate_mapping()",
            "I-19",
            OnePin,
            OnePage,
            "migration.rate = 2000"),
        Race(
            Mutation.B37,
            "after a fault the slow path forgets that it came to write",
            "4ceb5db9757a, CVE-2016-5195, 19be0eaffa3a",
            "I-20",
            OnePin,
            OnePage,
            "fork.rate = 1000",
            "environment.madvise = 2000"),
        Race(
            Mutation.B38,
            "a pin for reading takes a page that a fork has shared",
            "CVE-2020-29374, 17839856fd58",
            "I-20",
            OnePin,
            OnePage,
            Longterm,
            "pin.caller.write = off",
            "fork.rate = 1000"),
        Race(
            Mutation.B39,
            "a pin for reading leaves the page shared",
            "13b65d69e404",
            "I-20",
            OnePin,
            OnePage,
            Longterm,
            "pin.caller.write = off",
            "fork.rate = 1000",
            "environment.stores = 2000"),
        Race(
            Mutation.B40,
            "a pinned file page is cleaned and written again",
            "8ac268436e6d, a6e79df92e4a",
            "I-14",
            OnePin,
            OnePage,
            Longterm,
            "memory.file.size = 4KiB",
            "memory.file.tracks-dirty = on",
            "environment.writeback = 2000"),
        Tested("B41", "a pinned page is truncated", "mm/truncate.c", "I-20", "FilePinTests"),
        Race(
            Mutation.A3,
            "pins go back and nothing is marked dirty",
            "Documentation/core-api/pin_user_pages.rst",
            "I-14",
            "dpor-mr.conf",
            "fork.rate = 0",
            "load.writes = 1"),
        s_undrained,
        Like(
            s_undrained,
            "B43",
            "the batch is the one for adding to the LRU list",
            "mm/gup.c:collect_longterm_unpinnable_folios(), July 2024"),
        Data(
            Mutation.B44,
            "nothing could be isolated, so nothing is to be moved",
            "1aaf8c122918",
            "I-18",
            OnePin,
            s_waitingForLru),
        Beyond(
            "B45",
            "the fast path counts a device's pages and not its pagemap",
            "6dd29b3df975 (a revert)",
            "pages of a device are mapped into no process, and a provider's count is one of addresses that it has "
            + "lent, not of pages."),
        Race(
            Mutation.B46,
            "what a short pin took is not given back",
            "mm/gup.c:gup_fast_fallback()",
            "I-17",
            OnePin,
            "pin.caller.length = 8KiB",
            "faults.\"pin.failed\".limit = 1"),
        Race(
            Mutation.T1,
            "the mmap lock is dropped",
            "docs/tokens.md",
            "I-20 I-41",
            OnePin,
            "pin.caller.pins = 2",
            "fork.rate = 1000"),
        Race(
            Mutation.T2,
            "the page-table lock is dropped",
            "docs/tokens.md",
            "actor-failure no-progress",
            OnePin,
            "fork.rate = 1000",
            "migration.rate = 2000"),
        Race(
            Mutation.T3,
            "the folio lock is dropped",
            "docs/tokens.md",
            "actor-failure",
            OnePin,
            "limits.periodic = 4",
            "environment.ksm = 2000",
            "migration.rate = 2000"),
        Race(
            Mutation.T4,
            "i_mmap is dropped",
            "docs/tokens.md",
            "actor-failure",
            OnePin,
            OnePage,
            "pin.caller.rounds = 4",
            "memory.file.size = 4KiB",
            "fork.rate = 1000",
            "limits.periodic = 4",
            "environment.truncate = 2000"),
        Race(
            Mutation.T5,
            "the threads of a process are dropped",
            "docs/tokens.md",
            "I-21",
            OnePin,
            OnePage,
            "environment.exec = 2000"),
        Race(
            Mutation.T6,
            "migration entries are dropped",
            "docs/tokens.md",
            "actor-failure",
            OnePin,
            OnePage,
            "environment.munmap = 2000",
            "migration.rate = 2000"),
        Race(
            Mutation.T7,
            "umem_mutex is dropped",
            "docs/tokens.md",
            "I-23 I-37 actor-failure",
            "odp.conf"),
        Race(
            Mutation.L1,
            "a walk of a file's mappings takes the mmap lock",
            "mm/rmap.c, the order of locks",
            "I-42 I-41",
            OnePin,
            OnePage,
            "memory.file.size = 4KiB",
            "environment.truncate = 2000",
            "environment.remap-file = 2000"),
        Race(
            Mutation.K1,
            "a write to the disk ends before its mapping is gone",
            "drivers/nvme/host/pci.c:nvme_pci_complete_rq()",
            "I-1",
            "files.conf",
            "memory.file.tracks-dirty = on",
            "environment.truncate = 0"),
        Data(
            Mutation.B47,
            "pins of the zero page are counted",
            "David Howells, 2023: no pins of ZERO_PAGE",
            "I-16",
            OnePin,
            OnePage,
            "pin.caller.write = off",
            "environment.madvise = 2000"),
        Race(
            Mutation.M13,
            "a notifier's retry is skipped",
            "mm/mmu_notifier.c:mmu_interval_read_retry()",
            "I-23",
            "odp.conf"),
        Like(
            Race(Mutation.M13, string.Empty, string.Empty, "I-23", "odp.conf"),
            "B51",
            "an on-demand fault does not look whether it was invalidated meanwhile",
            "882214e2b128 (the original design)"),
        Race(
            Mutation.M14,
            "a notifier returns before the device has forgotten",
            "drivers/infiniband/hw/mlx5/odp.c:mlx5_ib_invalidate_range()",
            "I-24",
            "odp.conf"),
    ];
}
