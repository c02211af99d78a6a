using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>How short a run can be that shows a finding: deliveries of the shrunk one.</summary>
internal static class MinimalSteps
{
    // Bounds the work for the longest runs; by runs, not by time, so that the table is the same everywhere.
    private const long RunsMax = 400;

    /// <param name="program">What was run.</param>
    /// <param name="trace">The finding's; null: it was not deterministic and cannot be run again.</param>
    /// <param name="finding">What was found.</param>
    /// <param name="stop">Nobody waits any more.</param>
    public static long Of(ScenarioProgram program, Trace? trace, Finding finding, IStopFlag stop) => trace is null
        ? finding.Step
        : Shrinker.Run(program, trace, new ShrinkOptions { RunsMax = RunsMax, Stop = stop }).Measure.Deliveries;
}
