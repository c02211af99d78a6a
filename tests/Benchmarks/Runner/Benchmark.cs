namespace PhyrActors.Benchmarks;

/// <summary>Something to measure beside something to compare it with.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">What is done per CPU second, such as <c>deliveries/s</c>.</param>
/// <param name="Subject">Does its work the given number of times and returns how many units that were.</param>
/// <param name="Baseline">The same for what it is compared with.</param>
internal sealed record Benchmark(string Name, string Unit, Func<int, long> Subject, Func<int, long> Baseline)
{
    /// <summary>The units per CPU second to reach.</summary>
    public double Goal { get; init; }

    /// <summary>The share of the baseline's units per CPU second to reach.</summary>
    public double GoalRatio { get; init; }

    /// <summary>How much longer than one of the baseline a unit may take.</summary>
    public double ExcessMaxNanoseconds { get; init; } = double.PositiveInfinity;

    /// <summary>Units per second of the clock on the wall instead: for work on several threads.</summary>
    public bool IsWallTime { get; init; }

    /// <summary>CPU time so far that the subject spent on putting things back, which does not count.</summary>
    public Func<TimeSpan> Uncounted { get; init; } = static () => TimeSpan.Zero;

    /// <summary>How long the code runs before anything is measured.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>How long one measurement takes, about.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromMilliseconds(250);
}
