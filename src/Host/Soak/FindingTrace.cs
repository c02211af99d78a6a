using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Makes a trace of a finding in a simulated world: runs the world again from its seed, writes down what decided
/// it, and runs that under a schedule.</summary>
internal static class FindingTrace
{
    /// <summary>A longer run is had again from its seed alone.</summary>
    public const long StepsMax = 1_000_000;

    /// <param name="scenario">With the world's seed.</param>
    /// <param name="mutations">The defects that are put in.</param>
    /// <param name="found">What was found in the world, in order; the trace is of the first.</param>
    /// <returns>The finding as the trace shows it, with the trace; or why there is none.</returns>
    public static (Finding Finding, Trace? Trace, string Remark) Of(
        Scenario scenario, MutationSet mutations, IReadOnlyList<Finding> found)
    {
        Finding finding = found[0];
        if (finding.Invariant == FindingKinds.NoProgress || finding.Step > StepsMax)
        {
            return (finding, null, $"no trace: {Units.Count(finding.Step)} steps; the seed gives it again");
        }

        StepRecorder recorder = new();
        using (Simulation again = new(scenario, mutations, recorder))
        {
            again.Advance(finding.Actor.Length == 0 ? StepsMax : finding.Step);
        }

        ExploreOptions options = new()
        {
            Seed = scenario.Seed,
            StepsMax = Math.Min(scenario.Limits.StepsMax, StepsMax + 1),
            PeriodicMax = int.MaxValue,
            Provenance = new Provenance(
                CommandTree.Version, scenario.Config.ToString(), MutationNames.Of(mutations)),
        };
        ScenarioProgram program = new(scenario, mutations);
        return RecordingTrace.Of(program, recorder.Recording, found, options, "simulation") is { } traced
            ? (traced.Finding, traced.Trace, string.Empty)
            : (finding, null, "no trace: the same steps, without the costs that timed them, do not show it");
    }
}
