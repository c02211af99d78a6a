using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>How a soak stands: all that its store keeps beside the findings.</summary>
/// <param name="Totals">What was done.</param>
/// <param name="PinnedBytes">Pinned now, in all worlds.</param>
/// <param name="LiveWindows">Windows of IOVA in use now, in all worlds.</param>
/// <param name="ExposedPages">Unmapped and still reachable now, in all worlds.</param>
/// <param name="DistinctClasses">Classes that finished worlds were in.</param>
/// <param name="UnseenShare">The estimated chance that the next world is in a class not met so far.</param>
/// <param name="Windows">How often each race window was open, and in how many worlds.</param>
/// <param name="Sites">Choices by site.</param>
/// <param name="SeedsDone">Runs of seeds that are done.</param>
/// <param name="Classes">The sample of classes, to go on with.</param>
/// <param name="RssBytes">Memory of the process now.</param>
/// <param name="HeapBytes">Managed memory after the latest collection.</param>
internal sealed record SoakSnapshot(
    SoakTotals Totals,
    ulong PinnedBytes,
    long LiveWindows,
    long ExposedPages,
    long DistinctClasses,
    double UnseenShare,
    IReadOnlyList<WindowCount> Windows,
    IReadOnlyList<SiteCount> Sites,
    IReadOnlyList<(ulong First, ulong Last)> SeedsDone,
    byte[] Classes,
    long RssBytes,
    long HeapBytes);
