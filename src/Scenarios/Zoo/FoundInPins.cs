using PhyrActors.Model;
using static PhyrActors.Scenarios.ZooEntry;

namespace PhyrActors.Scenarios;

/// <summary>Defects in pins, folios and forks.</summary>
internal static class FoundInPins
{
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
    ];
}
