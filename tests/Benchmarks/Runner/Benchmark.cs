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
}
