using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>How a run stands, for somebody who waits.</summary>
internal static class RunProgress
{
    public static ProgressReport Of(RunReport? report, ResourceMeter meter)
    {
        double wall = meter.WallSeconds;
        return report is null
            ? new ProgressReport("building the world", [("elapsed", Units.Seconds(wall))])
            : new ProgressReport(report.Scenario,
            [
                ("virtual time", Units.Seconds(report.VirtualSeconds)),
                ("pinned", Units.Bytes(report.Summary.Pins.PinnedBytes)),
                ("deliveries", Units.Count(report.Deliveries)),
                ("deliveries/s", Units.Count((long)(report.Deliveries / wall))),
                ("accesses", Units.Count(report.Summary.Accesses.Accesses)),
                ("findings", Units.Count(report.FindingsTotal)),
                ("elapsed", Units.Seconds(wall)),
            ]);
    }
}
