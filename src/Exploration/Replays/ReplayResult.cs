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

/// <summary>The trace was followed as far as it goes.</summary>
/// <param name="Finding">What was found, or null.</param>
/// <param name="IsSame">The invariant is the one for which the trace was kept.</param>
/// <param name="Followed">How many of the recorded steps came, in their order.</param>
/// <param name="Deviations">What went otherwise, in order.</param>
public sealed record Continued(
    Finding? Finding, bool IsSame, long Followed, IReadOnlyList<ReplayDeviation> Deviations) : ReplayResult;

/// <summary>How a run can go otherwise than its trace.</summary>
public enum DeviationKind
{
    /// <summary>A recorded step does not come any more, though what caused it does.</summary>
    Missing,

    /// <summary>A recorded step came after others that were recorded behind it.</summary>
    Late,

    /// <summary>A step came that was not recorded.</summary>
    Extra,

    /// <summary>Something else was chosen from, or nothing.</summary>
    Choice,
}

/// <summary>Something in a run that is not as in its trace.</summary>
/// <param name="Kind">How it is otherwise.</param>
/// <param name="Step">The recorded step, from 1; of something new, the latest recorded one before it; 0: the
/// start.</param>
/// <param name="Text">What is otherwise, in words.</param>
public sealed record ReplayDeviation(DeviationKind Kind, long Step, string Text);
