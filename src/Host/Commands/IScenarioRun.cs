using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>One run of a scenario to its end, or until somebody has had enough.</summary>
internal interface IScenarioRun
{
    /// <summary>How it stands; null before the world is built. Safe to read while it runs.</summary>
    RunReport? Latest { get; }

    /// <summary>Runs; a cancelled run reports what there is and does not throw.</summary>
    Task<RunReport> RunAsync(CancellationToken cancellation);
}
