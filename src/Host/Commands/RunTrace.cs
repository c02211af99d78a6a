using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;
using Serilog;

namespace PhyrActors.Host;

/// <summary>What is left of a run that found something, to look at it again.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="SavedAs">Where its trace is; null without one.</param>
/// <param name="Remark">Why there is no trace; empty with one.</param>
internal sealed record RunTrace(ulong Seed, string? SavedAs, string Remark)
{
    /// <summary>The command that shows the finding again; null without a trace.</summary>
    public string? ReplayLine => SavedAs is null ? null : ShellText.Replay(SavedAs);

    /// <summary>The last line of the run: the command, or the seed and why there is no command.</summary>
    public string LastLine => ReplayLine is { } line ? $"{line} # seed {Seed}" : $"seed {Seed}, {Remark}";

    /// <summary>Saves the trace of the first finding; null when nothing was found. A trace that cannot be saved is no
    /// reason to keep the finding from the user.</summary>
    /// <param name="scenario">What was run.</param>
    /// <param name="mutations">The defects that were in it.</param>
    /// <param name="report">What came out.</param>
    /// <param name="isParallel">It ran on real threads.</param>
    /// <param name="place">Where the user wants the trace; null for the default.</param>
    public static RunTrace? Of(
        Scenario scenario, MutationSet mutations, RunReport report, bool isParallel, string? place)
    {
        if (report.Findings.Count == 0)
        {
            return null;
        }

        if (isParallel)
        {
            const string Threads = "no trace: the same seed may run otherwise on threads; soak --parallel --record";
            return new RunTrace(scenario.Seed, null, $"{Threads} keeps what it takes to run it again");
        }

        (Finding finding, Trace? trace, string remark) = FindingTrace.Of(scenario, mutations, report.Findings);
        if (trace is null)
        {
            return new RunTrace(scenario.Seed, null, remark);
        }

        string path = place ?? $"{scenario.Name}-{finding.Invariant}-{scenario.Seed}{TraceStore.Extension}";
        try
        {
            TraceStore.Save(trace, path);
            return new RunTrace(scenario.Seed, path, string.Empty);
        }
        catch (InputException cause)
        {
            Log.Error("{Complaint}", cause.Message);
            return new RunTrace(scenario.Seed, null, "no trace: it cannot be saved");
        }
    }
}
