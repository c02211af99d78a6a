using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>A trace from a file, run again to be shown.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">What to call it.</param>
/// <param name="Run">What happened.</param>
internal sealed record ViewedRun(string Path, string Name, RecordedRun Run)
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
            return $"{Name}{mutations}: schedule {Units.Count(Trace.ScheduleIndex)} of seed {Trace.Seed}, "
                + $"by {Trace.Strategy}, {Units.Count(Run.Steps.Count)} steps";
        }
    }

    /// <summary>The step that shows the finding, from 1; 0 when there is none.</summary>
    public int ViolationStep => Run.Finding is { } finding ? (int)Math.Min(finding.Step, Run.Steps.Count) : 0;

    /// <summary>The step in the run that the violation's step needs in its past and does not have; 0 for
    /// none.</summary>
    public int RacingStep => Run.RacingStep ?? 0;

    /// <exception cref="InputException">There is no such trace, or it is of another version.</exception>
    public static ViewedRun Of(string path)
    {
        TracedProgram traced = TracedProgram.Load(path);
        return new ViewedRun(
            path, System.IO.Path.GetFileNameWithoutExtension(path), RecordedRun.Of(traced.Program, traced.Trace));
    }

    /// <summary>The last part of an actor's path, which tells most; of a nested actor all parts below the
    /// guardian.</summary>
    public static string NameOf(RecordedActor actor) => actor.Path.StartsWith("/user/", StringComparison.Ordinal)
        ? actor.Path["/user/".Length..]
        : actor.Path;
}
