namespace PhyrActors.Exploration;

/// <summary>A violation, and the step that showed it.</summary>
/// <param name="Invariant">What is violated, or one of <see cref="FindingKinds"/>.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Step">The number of the step in its run, from 1; at quiescence the number of the last one.</param>
/// <param name="Actor">The path of the step's actor; empty at quiescence.</param>
/// <param name="Message">What was delivered; empty at quiescence.</param>
/// <param name="MissingEdge">The step that should have happened before and did not, or null.</param>
public sealed record Finding(
    string Invariant, string Text, long Step, string Actor, string Message, string? MissingEdge);

/// <summary>Findings that no monitor makes.</summary>
public static class FindingKinds
{
    /// <summary>An actor threw.</summary>
    public const string ActorFailure = "actor-failure";

    /// <summary>A monitor threw; it is asked no more in that run.</summary>
    public const string MonitorFailure = "monitor-failure";

    /// <summary>The step limit was reached before the program came to rest.</summary>
    public const string NoProgress = "no-progress";

    /// <summary>The same schedule gave two different runs: something decides that is neither message nor
    /// choice.</summary>
    public const string NotDeterministic = "not-deterministic";
}
