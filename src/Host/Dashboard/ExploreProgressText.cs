using PhyrActors.Exploration;
using PhyrActors.Scenarios;
using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Host;

/// <summary>How an exploration stands, for somebody who waits.</summary>
internal static class ExploreProgressText
{
    public static ProgressReport Of(
        Scenario scenario, ExploreOptions options, ExploreProgress? progress, ResourceMeter meter)
    {
        double wall = meter.WallSeconds;
        long schedules = progress?.Schedules ?? 0;
        string budget = options.Schedules == long.MaxValue ? string.Empty : $" of {Units.Count(options.Schedules)}";
        return new ProgressReport($"exploring {scenario.Name}",
        [
            ("schedules", Units.Count(schedules) + budget),
            ("schedules/s", Units.Count((long)(schedules / wall))),
            ("distinct classes", Units.Count(progress?.DistinctClasses ?? 0)),
            progress?.Reduction is { } reduction
                ? (
                    "explored",
                    $"{Units.Percent(reduction.ExploredShare)} of {Units.Interleavings(reduction.EstimatedClasses)}")
                : ("unseen share", Units.Percent(progress?.UnseenShare ?? 1)),
            ("deliveries", Units.Count(progress?.Deliveries ?? 0)),
            ("violations", Units.Count(progress?.Violations ?? 0)),
            ("elapsed", Units.Seconds(wall)),
        ]);
    }
}
