namespace PhyrActors.Model;

/// <summary>I-38: a map that returns an error leaves no entry and no IOVA.</summary>
public static class FailedMapGivesNothing
{
    public const string Id = "I-38";

    /// <summary>Judges a failed map.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="window">What it had taken.</param>
    /// <param name="isFree">Whether the window is given back.</param>
    /// <param name="past">How far the removal of its entries is in the past of the answer.</param>
    public static Violation? OfFailure(int domain, IovaRange window, bool isFree, RemovalStep past) =>
        isFree && past >= RemovalStep.Cleared
            ? null
            : new Violation(
                Id,
                $"a map failed and {(isFree ? "entries" : "the window")} of {RemovalText.Of(domain, window)} stayed");
}
