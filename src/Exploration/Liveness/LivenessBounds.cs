namespace PhyrActors.Exploration;

/// <summary>When a run must come to rest: faults and any order first, then quiet.</summary>
/// <remarks>In the quiet phase every choice is plain and the message that waits longest comes next, so whatever does
/// not come to rest then had every chance. Source: "eventually after the faults end", as P (Microsoft) and
/// TigerBeetle's liveness mode test it.</remarks>
/// <param name="FaultySteps">How many steps the strategy decides alone.</param>
/// <param name="QuietSteps">In how many steps after those the program must come to rest.</param>
public sealed record LivenessBounds(long FaultySteps, long QuietSteps)
{
    /// <summary>The longest run.</summary>
    public long StepsMax => FaultySteps > long.MaxValue - QuietSteps ? long.MaxValue : FaultySteps + QuietSteps;
}
