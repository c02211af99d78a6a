namespace PhyrActors.Model;

/// <summary>I-8: IOVA that is handed out has nothing cached of its earlier life.</summary>
public static class NoEarlyReuse
{
    public const string Id = "I-8";

    /// <summary>Judges an allocation.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="range">What an earlier life had mapped there, or the part that is furthest from gone.</param>
    /// <param name="past">How far its removal is in the past of the allocation.</param>
    public static Violation? OfAllocation(int domain, IovaRange range, RemovalStep past) =>
        past == RemovalStep.Completed
            ? null
            : new Violation(
                Id,
                $"{RemovalText.Of(domain, range)} was handed out again, not ordered after {RemovalText.Lack(past)}",
                RemovalText.Step(past));
}
