namespace PhyrActors.Exploration;

/// <summary>What a coordinator and its workers explore.</summary>
/// <param name="Program">Makes the program; called once by each worker, on the worker's thread.</param>
/// <param name="Strategy">Who decides the order of every schedule.</param>
/// <param name="Options">How much, and from which seed.</param>
/// <param name="Stop">Polled inside long batches.</param>
public sealed record ExploreJob(Func<IProgram> Program, IStrategy Strategy, ExploreOptions Options, IStopFlag Stop)
{
    /// <summary>Where to go on; null to begin.</summary>
    public Checkpoint? From { get; init; }

    /// <summary>Whether the listener wants checkpoints.</summary>
    public bool Checkpoints { get; init; }
}
