namespace PhyrActors.Model;

/// <summary>When a site may strike; counts are of one actor's occasions at that site, times of virtual time.</summary>
/// <remarks>A rule only says which occasions are asked about. Whether the fault comes is then a choice as any other:
/// of a schedule, or by <see cref="Probability"/>.</remarks>
public sealed record FaultRule
{
    /// <summary>In <c>[0, 1]</c>: where no schedule decides, the chance at each occasion that is asked about.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Only the occasion of that number, from 1; 0: any.</summary>
    public long Nth { get; init; }

    /// <summary>Strikes a second, on average; 0: not by time.</summary>
    public double PerSecond { get; init; }

    /// <summary>The first occasion at or after each of these times, ascending; empty: not by time.</summary>
    public IReadOnlyList<TimeSpan> At { get; init; } = [];

    /// <summary>How many occasions one fault lasts; at least 1.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>How often it strikes one actor at most, a burst counting once; 0: without end.</summary>
    public long Limit { get; init; }

    /// <summary>No strike from this time on; zero: without end.</summary>
    public TimeSpan Until { get; init; }

    /// <summary>The same where times mean nothing.</summary>
    public FaultRule WithoutTimes() => this with { PerSecond = 0, At = [], Until = TimeSpan.Zero };
}
