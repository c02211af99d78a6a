namespace PhyrActors.Model;

/// <summary>I-23: nothing is mapped for a device by what was read before its notifier's last invalidation.</summary>
public static class NotifierSequence
{
    public const string Id = "I-23";

    /// <summary>Judges the mapping of a page, under the driver's lock.</summary>
    /// <param name="notifier">The notifier.</param>
    /// <param name="at">The page.</param>
    /// <param name="read">The notifier's sequence when the page was looked up.</param>
    /// <param name="now">Its sequence now.</param>
    public static Violation? OfMap(long notifier, VirtAddr at, long read, long now) => read == now
        ? null
        : new Violation(
            Id,
            $"notifier {notifier} mapped {at} by what it read at sequence {read}, and was invalidated at {now} since",
            "mmu_interval_read_retry");
}
