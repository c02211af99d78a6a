namespace PhyrActors.Model;

/// <summary>I-33: an invalidation that was aborted or failed is submitted again or told as an error, and nobody goes on
/// as if it were done.</summary>
public static class AbortImpliesRetry
{
    public const string Id = "I-33";

    /// <summary>Judges the end of a submission.</summary>
    public static Violation? OfSubmission(int unit, long submission, bool aborted, Errno errno) =>
        aborted && errno == Errno.None
            ? new Violation(Id, $"unit {unit}: submission {submission} was aborted and counts as done")
            : null;

    /// <summary>Judges the completion of a batch of a domain.</summary>
    public static Violation? OfBatch(int domain, long batch, Errno failed) => failed == Errno.None
        ? null
        : new Violation(Id, $"batch {batch} of domain {domain} failed with {failed} and counts as complete");

    /// <summary>Judges what goes on with a range whose last invalidation failed.</summary>
    public static Violation? OfRange(int domain, IovaRange range, bool freed) => new(
        Id,
        $"{RemovalText.Of(domain, range)} was {(freed ? "freed" : "synced")} although its invalidation failed");
}
