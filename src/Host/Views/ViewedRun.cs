using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>A trace from a file, run again to be shown.</summary>
/// <param name="Path">The file.</param>
/// <param name="ScenarioName">What was run, for people.</param>
/// <param name="Run">What happened.</param>
internal sealed record ViewedRun(string Path, string ScenarioName, RecordedRun Run)
{
    public Trace Trace => Run.Trace;

    /// <summary>What was run, in one line.</summary>
    public string Title
    {
        get
        {
            string mutations = Trace.Provenance.Mutations.Count == 0
                ? string.Empty
                : $", mutations {string.Join(',', Trace.Provenance.Mutations)}";
            return $"{ScenarioName}{mutations}: schedule {Units.Count(Trace.ScheduleIndex)} of seed {Trace.Seed}, "
                + $"by {Trace.Strategy}, {Units.Count(Run.Steps.Count)} steps";
        }
    }

    /// <summary>The step that shows the finding, from 1; 0 when there is none.</summary>
    public int ViolationStep => Run.Finding is { } finding ? (int)Math.Min(finding.Step, Run.Steps.Count) : 0;

    /// <summary>The step in the run that the violation's step needs in its past and does not have; 0 for none.</summary>
    public int RacingStep => Run.RacingStep ?? 0;

    /// <exception cref="InputException">The trace is of another version.</exception>
    public static ViewedRun Of(string path, Trace trace)
    {
        if (trace.Provenance.ProductVersion != CommandTree.Version)
        {
            throw new InputException(
                $"{path}: the trace is of version {trace.Provenance.ProductVersion}, this is {CommandTree.Version}");
        }

        Scenario scenario = ScenarioStore.Parse(trace.Provenance.ProgramText, path);
        ScenarioProgram program = new(scenario, MutationNames.Parse(trace.Provenance.Mutations));
        return new ViewedRun(path, System.IO.Path.GetFileNameWithoutExtension(path), RecordedRun.Of(program, trace));
    }

    /// <summary>The last part of an actor's path, which tells most; of a nested actor all parts below the
    /// guardian.</summary>
    public static string NameOf(RecordedActor actor) => actor.Path.StartsWith("/user/", StringComparison.Ordinal)
        ? actor.Path["/user/".Length..]
        : actor.Path;
}
