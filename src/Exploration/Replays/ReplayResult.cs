namespace PhyrActors.Exploration;

/// <summary>What became of a trace that was run again.</summary>
public abstract record ReplayResult
{
    private protected ReplayResult()
    {
    }
}

/// <summary>The same steps with the same hashes, and the same finding at the same step.</summary>
public sealed record Reproduced(Finding Finding) : ReplayResult;

/// <summary>The run left the trace.</summary>
/// <param name="Step">The first step that is not as recorded, from 1.</param>
/// <param name="Expected">What the trace has there.</param>
/// <param name="Enabled">What could be delivered, or happened, instead.</param>
public sealed record Diverged(long Step, string Expected, IReadOnlyList<string> Enabled) : ReplayResult;

/// <summary>The same steps, and nothing was found.</summary>
public sealed record NoFinding : ReplayResult;

/// <summary>The same steps, and something else was found.</summary>
public sealed record OtherFinding(Finding Expected, Finding Found) : ReplayResult;
