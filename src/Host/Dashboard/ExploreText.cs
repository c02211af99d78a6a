using PhyrActors.Exploration;
using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Host;

/// <summary>The result of an exploration, to be read; the line that replays a finding comes last.</summary>
internal static class ExploreText
{
    // At some 30,000 a second, more than five minutes.
    private const double InterleavingsMax = 10_000_000;

    /// <summary>What is to be said before a search of every class; null when it will probably come to its
    /// end.</summary>
    /// <param name="guessed">How many classes there seem to be; 0: nobody can guess.</param>
    public static string? Foretold(double guessed)
    {
        string many = Units.Interleavings(guessed > 0 ? guessed : double.PositiveInfinity);
        return guessed is > 0 and <= InterleavingsMax
            ? null
            : $"dpor: {many}, too many to see all; --faults lowers their number, --time and --schedules end the search";
    }

    public static string Of(ExploreReport report)
    {
        TextReport text = new();
        Explored explored = report.Explored;
        string mutations = report.Mutations.IsEmpty ? string.Empty : $", mutations {report.Mutations}";
        string kernel = report.Scenario.Kernel.Quirks.Count == 0 ? string.Empty : $", kernel {report.Scenario.Kernel}";
        text.Line(
            $"{report.Scenario.Name}, seed {report.Job.Options.Seed}, strategy {report.Job.Strategy.Name}"
            + kernel + mutations);
        text.Line(
            $"{Units.Count(explored.Schedules)} schedules, {Units.Count(explored.DistinctClasses)} distinct classes, "
            + $"{Units.Count(explored.Deliveries)} deliveries, {VerdictOf(explored)}");
        text.Line(explored.Reduction is { } reduction
            ? ReachOf(report, reduction)
            : $"about {Units.Percent(explored.UnseenShare)} of further schedules would be of a class not met so far");
        text.Line(
            $"{Units.Seconds(report.Use.WallSeconds)}, {Units.Seconds(report.Use.CpuSeconds)} of CPU, "
            + $"peak memory {Units.Bytes(report.Use.PeakRssBytes)}"
            + (IsOver(report) ? "" : "; stopped before its end"));
        WriteWindows(text, report);
        ExploreOrdersText.Write(text, explored.Orders);
        KernelText.Write(text, explored.Findings, report.Scenario.Kernel, report.Expected);
        if (explored.FirstFinding is { } finding)
        {
            WriteFinding(text, report, finding);
        }

        return text.ToString();
    }

    /// <summary>How much of everything was explored.</summary>
    private static string ReachOf(ExploreReport report, Reduction reduction)
    {
        long faultsMax = report.Job.Options.FaultsMax;
        string faults = faultsMax == long.MaxValue ? string.Empty : $" (up to {Units.Count(faultsMax)} faults)";
        string lost = reduction.Redundant + reduction.Blocked == 0
            ? string.Empty
            : $"; {Units.Count(reduction.Redundant)} redundant runs, {Units.Count(reduction.Blocked)} given up";
        return report.Explored.Complete
            ? $"all {Units.Count(report.Explored.DistinctClasses)} interleavings{faults}: "
                + VerdictOf(report.Explored) + lost
            : $"{Units.Percent(reduction.ExploredShare)} of "
                + $"{Units.Interleavings(reduction.EstimatedClasses)}{faults}" + lost;
    }

    /// <summary>It came to its own end: that of its budget, of everything there is, or a finding.</summary>
    private static bool IsOver(ExploreReport report) => report.Explored.Complete
        || (report.News.Count > 0 && !report.Job.Options.KeepGoing);

    private static string VerdictOf(Explored explored) => explored.Violations switch
    {
        0 => "no violation",
        1 => "1 violation",
        _ => $"{Units.Count(explored.Violations)} violations",
    };

    private static void WriteWindows(TextReport text, ExploreReport report)
    {
        text.Heading("Race windows, and the schedules that opened them");
        foreach (WindowCount window in report.Explored.Windows)
        {
            text.Line($"  {window.Name.PadRight(46)} {Units.Count(window.Schedules),10}");
        }

        foreach (string broken in report.Broken)
        {
            text.Line($"NOT TESTED '{broken}': the scenario promises this race window, and it was never open");
        }
    }

    private static void WriteFinding(TextReport text, ExploreReport report, Finding finding)
    {
        text.Line();
        FindingText.Write(
            text, finding, KernelText.RemarkOn(finding.Invariant, report.Scenario.Kernel, report.Expected));
        if (report.Explored.Trace is not { } trace)
        {
            text.Line("There is no trace: the schedule did not give the same run twice.");
        }
        else if (report.SavedAs is null)
        {
            text.Line("The trace could not be saved; it was "
                + $"schedule {Units.Count(trace.ScheduleIndex)} of seed {trace.Seed}.");
        }
        else
        {
            text.Line($"  schedule  {Units.Count(trace.ScheduleIndex)} of seed {trace.Seed}, by {trace.Strategy}");
            text.Line(
                $"  trace     {report.SavedAs}, {Units.Count(trace.Steps.Count)} steps, hash {trace.FinalHash:x16}");
            report.Shrunk?.WriteSummary(text);
            text.Line();
            text.Line(report.LastLine!);
        }
    }
}
