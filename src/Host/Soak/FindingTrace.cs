using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Makes a trace of a finding in a simulated world: runs the world again from its seed, writes down what
/// decided it, and runs that under a schedule.</summary>
internal static class FindingTrace
{
    /// <summary>A longer run is had again from its seed alone.</summary>
    public const long StepsMax = 300_000;

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

        return Of(scenario, mutations, finding, recorder.Recording, "simulation");
    }

    /// <param name="scenario">With the world's seed.</param>
    /// <param name="mutations">The defects that are put in.</param>
    /// <param name="finding">What was found first.</param>
    /// <param name="recording">What decided the run.</param>
    /// <param name="origin">Who decided.</param>
    public static (Finding Finding, Trace? Trace, string Remark) Of(
        Scenario scenario, MutationSet mutations, Finding finding, Recording recording, string origin)
    {
        ExploreOptions options = new()
        {
            Seed = scenario.Seed,
            StepsMax = recording.Picks.Count + StepsMax,
            PeriodicMax = int.MaxValue,
            Provenance = new Provenance(
                CommandTree.Version, scenario.Config.ToString(), MutationNames.Of(mutations)),
        };
        return RecordingTrace.Of(
            new ScenarioProgram(scenario, mutations), recording, finding, options, origin) is { } traced
            ? (traced.Finding, traced.Trace, string.Empty)
            : (finding, null, "no trace: the same steps under a schedule do not show it");
    }
}
