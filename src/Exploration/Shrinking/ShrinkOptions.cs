namespace PhyrActors.Exploration;

/// <summary>How much to spend on a shorter trace.</summary>
public sealed record ShrinkOptions
{
    /// <summary>Runs of the program at most.</summary>
    public long RunsMax { get; init; } = 100_000;

    /// <summary>Raised when time is up or nobody waits any more; what there is by then is the result.</summary>
    public IStopFlag Stop { get; init; } = NeverStop.Instance;

    /// <summary>Is told of each simpler run, so that it can be kept; and of each stage that begins.</summary>
    public Action<ShrinkState>? Progress { get; init; }
}
