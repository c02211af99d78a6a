using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>What a run or a search gave, as far as a build server wants to know.</summary>
internal sealed record CiResult
{
    /// <summary>The verb, such as <c>explore</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>The scenario file as it was named.</summary>
    public required string ScenarioPath { get; init; }

    public required string ScenarioName { get; init; }

    public required ulong Seed { get; init; }

    public required double WallSeconds { get; init; }

    /// <summary>How much was done, in words.</summary>
    public required string Extent { get; init; }

    /// <summary>What was found, and what the scenario promised and did not open.</summary>
    public required IReadOnlyList<CiProblem> Problems { get; init; }

    /// <summary>What was asked, in words: the name of a test.</summary>
    public string Name => $"{Verb} {ScenarioName}, seed {Seed}";

    public static CiResult Of(string path, ExploreReport report) => new()
    {
        Verb = "explore",
        ScenarioPath = path,
        ScenarioName = report.Scenario.Name,
        Seed = report.Job.Options.Seed,
        WallSeconds = report.Use.WallSeconds,
        Extent = $"{Units.Count(report.Explored.Schedules)} schedules, "
            + $"{Units.Count(report.Explored.DistinctClasses)} distinct classes, strategy {report.Job.Strategy.Name}",
        Problems =
        [
            .. report.Explored.FirstFinding is { } finding
                ? [CiProblem.Of(finding, report.Explored.Trace, report.SavedAs)]
                : Array.Empty<CiProblem>(),
            .. report.Broken.Select(CiProblem.OfPromise),
        ],
    };

    public static CiResult Of(string path, Scenarios.RunReport report, double wallSeconds, string? trace) => new()
    {
        Verb = "run",
        ScenarioPath = path,
        ScenarioName = report.Scenario,
        Seed = report.Seed,
        WallSeconds = wallSeconds,
        Extent = $"{Units.Count(report.Deliveries)} deliveries",
        Problems =
        [
            .. report.Findings.Select((finding, at) => CiProblem.Of(finding, null, at == 0 ? trace : null)),
            .. report.Broken.Select(CiProblem.OfPromise),
        ],
    };
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Rule">The invariant, or what else is violated.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Finding">The finding; null for a promise that was not kept.</param>
/// <param name="Trace">How to see it again, or null.</param>
/// <param name="SavedAs">The trace's file, or null.</param>
internal sealed record CiProblem(string Rule, string Text, Finding? Finding, Trace? Trace, string? SavedAs)
{
    /// <summary>A race window that the scenario promises was never open.</summary>
    public const string NotTested = "not-tested";

    public static CiProblem Of(Finding finding, Trace? trace, string? savedAs) =>
        new(finding.Invariant, finding.Text, finding, trace, savedAs);

    public static CiProblem OfPromise(string window) =>
        new(NotTested, $"the scenario promises the race window '{window}', and it was never open", null, null, null);

    /// <summary>Everything there is to say, line by line.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            yield return $"{Rule}: {Text}";
            if (Finding is { Actor.Length: > 0 } finding)
            {
                yield return $"at step {finding.Step}: {finding.Actor} handles {finding.Message}";
            }

            if (Finding?.MissingEdge is { } edge)
            {
                yield return $"missing: {edge} should have come before, and nothing orders it so";
            }

            if (Trace is { } trace)
            {
                yield return $"schedule {trace.ScheduleIndex} of seed {trace.Seed}, by {trace.Strategy}, "
                    + $"{trace.Steps.Count} steps";
            }

            if (SavedAs is not null)
            {
                yield return $"trace: {SavedAs}";
            }
        }
    }
}
