using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;
using Serilog;
using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Host;

/// <summary>An exploration and what is to be said of it.</summary>
/// <param name="Scenario">What was explored.</param>
/// <param name="Job">How.</param>
/// <param name="Mutations">The defects that were in it.</param>
/// <param name="Explored">What came out.</param>
/// <param name="Use">What it took.</param>
/// <param name="Place">Where the user wants the trace, or null.</param>
internal sealed record ExploreReport(
    Scenario Scenario, ExploreJob Job, MutationSet Mutations, Explored Explored, ResourceUse Use, string? Place)
{
    /// <summary>Where the trace was saved; null when there is none.</summary>
    public string? SavedAs { get; private set; }

    /// <summary>The trace as short as it can be; null when there is none.</summary>
    public ShrinkReport? Shrunk { get; private set; }

    /// <summary>What is known to be found with the scenario's kernel.</summary>
    public ExpectedFindings Expected { get; } = Resources.ExpectedOf(Scenario.Kernel);

    /// <summary>Invariants that broke and are not on the list of the scenario's kernel.</summary>
    public IReadOnlyList<string> News =>
    [
        .. Explored.Findings.Select(static count => count.Invariant)
            .Where(invariant => Expected.QuirksBehind(invariant).Count == 0),
    ];

    /// <summary>Race windows that the scenario promises and that no run of a whole search opened.</summary>
    public IReadOnlyList<string> Broken => Explored.Complete && Explored.Violations == 0
        ? [.. Scenario.Promises.Where(name => Explored.Windows.All(w => w.Name != name || w.Times == 0))]
        : [];

    /// <summary>The command that shows the finding again; null without a trace.</summary>
    public string? ReplayLine => SavedAs is null ? null : ShellText.Replay(SavedAs);

    /// <summary>The last line of a search that found something: the command, and behind it, as a comment of the shell,
    /// what it takes to find it anew.</summary>
    public string? LastLine => ReplayLine is { } line && Explored.Trace is { } trace
        ? $"{line} # seed {trace.Seed}, schedule {trace.ScheduleIndex}"
        : null;

    /// <summary>A trace that cannot be saved is no reason to keep the finding from the user.</summary>
    public void SaveTrace()
    {
        if (Explored.Trace is not { } trace)
        {
            return;
        }

        string path = Place ?? $"{Scenario.Name}-{trace.Finding.Invariant}-{trace.Seed}{TraceStore.Extension}";
        try
        {
            TraceStore.Save(trace, path);
            SavedAs = path;
        }
        catch (InputException cause)
        {
            Log.Error("{Complaint}", cause.Message);
        }
    }

    /// <summary>Shrinks the saved trace beside it, within the scenario's time. What goes wrong there is no reason to
    /// keep the finding from the user.</summary>
    public async Task ShrinkAsync(Terminal terminal, CancellationToken cancellation)
    {
        if (SavedAs is null || Scenario.ShrinkTime == TimeSpan.Zero || cancellation.IsCancellationRequested)
        {
            return;
        }

        try
        {
            TracedProgram input = TracedProgram.Of(SavedAs, Explored.Trace!);
            Shrunk = await new Shrinking(terminal, input, ShrinkFiles.Beside(SavedAs))
                .RunAsync(null, long.MaxValue, Scenario.ShrinkTime, cancellation);
        }
        catch (InputException cause)
        {
            Log.Error("{Complaint}", cause.Message);
        }
    }
}
