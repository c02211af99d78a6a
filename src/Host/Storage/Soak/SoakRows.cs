using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>A stretch in which a soak ran without a break.</summary>
/// <param name="Id">From 1.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="WallSeconds">How long, as far as it was written down.</param>
/// <param name="Workers">Threads, or 0 for one system on all of them.</param>
/// <param name="End">How it ended; empty while it runs, and for good when it was killed.</param>
internal sealed record SoakSession(long Id, DateTimeOffset StartedAt, double WallSeconds, int Workers, string End);

/// <summary>The first finding of one invariant in one world.</summary>
/// <param name="Seed">The world's seed.</param>
/// <param name="WallSeconds">When, in the time of the soak.</param>
/// <param name="Finding">What it is.</param>
/// <param name="TraceFile">Where its trace is; null when there is none.</param>
/// <param name="Remark">Why there is no trace, or what to think of it.</param>
internal sealed record SoakFinding(
    ulong Seed, double WallSeconds, Finding Finding, string? TraceFile, string Remark);

/// <summary>How a soak stood at one moment.</summary>
/// <param name="Session">The session.</param>
/// <param name="WallSeconds">In the time of the soak, all sessions together.</param>
/// <param name="Totals">What had been done.</param>
/// <param name="PinnedBytes">Pinned, in all worlds.</param>
/// <param name="LiveWindows">Windows of IOVA in use.</param>
/// <param name="ExposedPages">Unmapped and still reachable.</param>
/// <param name="DistinctClasses">Classes met so far.</param>
/// <param name="UnseenShare">What of the next worlds would be of no such class.</param>
/// <param name="RssBytes">Memory of the process.</param>
/// <param name="HeapBytes">Managed memory.</param>
internal sealed record SoakMetric(
    long Session,
    double WallSeconds,
    SoakTotals Totals,
    ulong PinnedBytes,
    long LiveWindows,
    long ExposedPages,
    long DistinctClasses,
    double UnseenShare,
    long RssBytes,
    long HeapBytes);
