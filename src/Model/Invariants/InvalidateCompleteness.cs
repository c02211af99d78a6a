namespace PhyrActors.Model;

/// <summary>I-24: when a notifier returns from an invalidation its device reaches nothing of the range, and nothing of
/// it is mapped anew until the invalidation is over.</summary>
public static class InvalidateCompleteness
{
    public const string Id = "I-24";

    /// <summary>Judges the return, for a page that the device was given.</summary>
    /// <param name="notifier">The notifier.</param>
    /// <param name="at">The page.</param>
    /// <param name="past">How far the removal of its entries is in the past of the return.</param>
    public static Violation? OfReturn(long notifier, VirtAddr at, RemovalStep past) => past == RemovalStep.Completed
        ? null
        : new Violation(
            Id,
            $"notifier {notifier} returned and its device may reach {at}: not ordered after {RemovalText.Lack(past)}",
            RemovalText.Step(past));

    /// <summary>Judges the return, for a page in which accesses landed.</summary>
    /// <param name="notifier">The notifier.</param>
    /// <param name="at">The page.</param>
    /// <param name="landingsPast">Whether every landing is in the past of the return.</param>
    public static Violation? OfReturn(long notifier, VirtAddr at, bool landingsPast) => landingsPast
        ? null
        : new Violation(Id, $"notifier {notifier} returned, not ordered after an access that landed in {at}");

    /// <summary>Judges the mapping of a page that an invalidation took away.</summary>
    /// <param name="notifier">The notifier.</param>
    /// <param name="at">The page.</param>
    /// <param name="isOver">Whether the invalidation's end is in the past of the mapping.</param>
    public static Violation? OfMap(long notifier, VirtAddr at, bool isOver) => isOver
        ? null
        : new Violation(
            Id,
            $"notifier {notifier} mapped {at}, not ordered after the end of the invalidation that took it away",
            "mmu_notifier_invalidate_range_end");
}
