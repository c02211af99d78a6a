namespace PhyrActors.Model;

/// <summary>I-3: a table page goes back only after an invalidation of all levels that covers it, submitted after it was
/// unlinked, is complete at every unit.</summary>
public static class TableLifetime
{
    public const string Id = "I-3";

    /// <summary>Judges the release of one table page.</summary>
    /// <param name="domain">Whose table it was in.</param>
    /// <param name="frame">The page.</param>
    /// <param name="range">The part of the space from under which it was unlinked.</param>
    /// <param name="past">How far an invalidation of all levels is in the past of the release.</param>
    public static Violation? OfRelease(int domain, Pfn frame, IovaRange range, RemovalStep past) =>
        past == RemovalStep.Completed
            ? null
            : new Violation(
                Id,
                $"table page {frame} of {RemovalText.Of(domain, range)} was released, not ordered after "
                + (past == RemovalStep.Submitted
                    ? "the invalidation of all levels is complete"
                    : "an invalidation of all levels is submitted"),
                RemovalText.Step(past));
}
