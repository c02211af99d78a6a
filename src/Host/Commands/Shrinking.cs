using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>All that is done with a trace to make it short: shrink, save, check, explain, write the test.</summary>
/// <param name="terminal">Gets progress.</param>
/// <param name="input">The trace.</param>
/// <param name="files">Where results go.</param>
internal sealed class Shrinking(Terminal terminal, TracedProgram input, ShrinkFiles files)
{
    /// <param name="from">Where to go on; null to begin.</param>
    /// <param name="runsMax">Runs at most.</param>
    /// <param name="time">For how long; null for no limit.</param>
    /// <param name="cancellation">The caller has had enough: what there is by then is the result.</param>
    /// <exception cref="InputException">The trace does not show its violation, or something cannot be
    /// saved.</exception>
    public async Task<ShrinkReport> RunAsync(
        ShrinkState? from, long runsMax, TimeSpan? time, CancellationToken cancellation)
    {
        ShrinkRun run = new(input, from, files.Save);
        Task<ShrinkState> work = run.RunAsync(runsMax, time, cancellation);
        await ProgressDisplay.WatchAsync(terminal, work, () => ShrinkReport.ProgressOf(input, run.Latest));
        ShrinkState state = await work;
        TracedProgram shrunk = TracedProgram.Of(files.Trace, TraceStore.Load(files.Trace));
        string? complaint = cancellation.IsCancellationRequested
            ? null
            : await TraceCheckup.ComplainAsync(shrunk, files.Trace, cancellation);
        files.SaveTest(TestOf(shrunk));
        Explanation explanation = Explainer.Explain(shrunk.Program, shrunk.Trace);
        return new ShrinkReport(input, files, state, run.Seconds, explanation, complaint);
    }

    private string TestOf(TracedProgram shrunk) => ReproductionTest.Of(
        shrunk.Trace,
        $"{Path.GetFileName(input.Path)}, shrunk by phyr",
        "ScenarioProgram.Of(provenance)",
        DefectsDecide(shrunk),
        "PhyrActors.Scenarios");

    private static bool DefectsDecide(TracedProgram shrunk)
    {
        ScenarioProgram sound = new(shrunk.Scenario, Model.MutationSet.None, CommandTree.Version);
        return !shrunk.Mutations.IsEmpty
            && !Replay.Continue(sound, shrunk.Trace, shrunk.Scenario.Limits.StepsMax).IsSame;
    }
}
