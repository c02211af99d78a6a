using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>How often a choice was asked for, and how often it was not the plain one.</summary>
internal readonly record struct SiteCount(string Site, long Asked, long Taken);

/// <summary>What one world did so far, and what it holds now.</summary>
internal sealed record WorldProgress(
    long Deliveries,
    long Events,
    long Checks,
    double VirtualSeconds,
    ulong PinnedBytes,
    HeldSummary Held,
    long LiveWindows,
    long ExposedPages,
    IReadOnlyList<WindowCount> Windows,
    IReadOnlyList<SiteCount> Sites)
{
    public static WorldProgress Of(RunReport report, IReadOnlyList<SiteCount> sites) => new(
        report.Deliveries,
        report.Events,
        report.Checks,
        report.VirtualSeconds,
        report.Summary.Pins.PinnedBytes,
        report.Summary.Pins.Held,
        report.Summary.Maps.LiveWindows,
        report.Summary.Exposure.PagesNow,
        [
            .. report.Windows.Select(static window =>
                new WindowCount(window.Name, Math.Min(1, window.Count), window.Count)),
        ],
        sites);
}
