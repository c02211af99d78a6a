namespace PhyrActors.Exploration;

/// <summary>How much to explore, and from which seed.</summary>
public sealed record ExploreOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>How many schedules to run at most.</summary>
    public long Schedules { get; init; } = 4096;

    /// <summary>The longest run, in steps; reaching it is the finding <see cref="FindingKinds.NoProgress"/>.</summary>
    public long StepsMax { get; init; } = 1_000_000;

    /// <summary>Strategies that enumerate: how many choices of a run may be other than plain.</summary>
    public long FaultsMax { get; init; } = long.MaxValue;

    /// <summary>How often a periodic timer fires at most.</summary>
    public int PeriodicMax { get; init; } = 4;

    /// <summary>Go on to the next schedule after a finding; the run itself ends with the step of its finding.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>Invariants that are known to be violated: runs that show nothing else are counted and do not end the
    /// search.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>One schedule in so many is run twice, to see whether it gives the same run; 0 for none.</summary>
    public int TwiceEvery { get; init; } = 64;

    /// <summary>What traces say of the program.</summary>
    public Provenance Provenance { get; init; } = Provenance.None;

    public bool IsNews(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return !Expected.Contains(finding.Invariant, StringComparer.Ordinal);
    }
}
