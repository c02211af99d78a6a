namespace PhyrActors.Model;

/// <summary>I-6: live windows of a domain are disjoint and never hold IOVA 0.</summary>
public static class IovaExclusivity
{
    public const string Id = "I-6";

    /// <summary>Judges a window as it is allocated.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="window">The new window.</param>
    /// <param name="below">The nearest live window that begins at or below it.</param>
    /// <param name="above">The nearest live window that begins above it.</param>
    public static Violation? OfAllocation(int domain, IovaRange window, IovaRange? below, IovaRange? above)
    {
        if (window.Contains(default))
        {
            return new Violation(Id, $"{RemovalText.Of(domain, window)} was allocated and holds IOVA 0");
        }

        IovaRange? overlapped = below is { } low && low.Last >= window.Start ? below
            : above is { } high && high.Start <= window.Last ? above
            : null;
        return overlapped is { } live
            ? new Violation(
                Id,
                $"{RemovalText.Of(domain, window)} was allocated while [{live.Start}, {live.Last}] is in use")
            : null;
    }
}
