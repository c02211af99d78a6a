namespace PhyrActors.Model;

/// <summary>I-4: clear entries, submit the invalidation, wait for its completion, and only then release IOVA.</summary>
public static class UnmapOrder
{
    public const string Id = "I-4";

    /// <summary>Judges the release of IOVA.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="range">What was mapped in the released window, or the part that is furthest from gone.</param>
    /// <param name="past">How far its removal is in the past of the release.</param>
    public static Violation? OfIova(int domain, IovaRange range, RemovalStep past) => past == RemovalStep.Completed
        ? null
        : new Violation(
            Id,
            $"{RemovalText.Of(domain, range)} was freed, not ordered after {RemovalText.Lack(past)}",
            RemovalText.Step(past));
}
