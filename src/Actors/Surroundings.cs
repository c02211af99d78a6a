namespace PhyrActors.Actors;

/// <summary>What every actor of the model is given: where choices come from, where work is charged, and the defects
/// switched on.</summary>
public sealed record Surroundings(IChoices Choices, IWork Work, MutationSet Mutations)
{
    /// <summary>The store buffer of each CPU, the CPU on which processes fork last; none when stores are in memory at
    /// once.</summary>
    public IReadOnlyList<IActorRef> StoreBuffers { get; init; } = [];

    /// <summary>What may fail in this run.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>An actor's own fault points, to be asked for in its constructor.</summary>
    public FaultPoints FaultsOf(IActorContext context) =>
        Faults.IsEmpty ? FaultPoints.Off : new FaultPoints(Faults, Choices, context);

    /// <summary>How many elements of a batch this step takes: all of them in the plain case, fewer where a schedule
    /// wants a scheduling point inside the batch.</summary>
    /// <param name="site">The name of the cut.</param>
    /// <param name="count">The size of the batch; at least 1.</param>
    public int Cut(string site, int count)
    {
        int chosen = Choices.Choose(site, count);
        return chosen == 0 ? count : chosen;
    }
}
