using PhyrActors.Exploration;

namespace PhyrActors.Scenarios;

/// <summary>A run and what is to be said of it.</summary>
public sealed record RunReport
{
    public required string Scenario { get; init; }

    public required ulong Seed { get; init; }

    public required RunSummary Summary { get; init; }

    /// <summary>What was found, at most <see cref="MonitorSet.FindingsMax"/> of it.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    public required long FindingsTotal { get; init; }

    public required IReadOnlyList<Sometimes> Windows { get; init; }

    /// <summary>Windows that the scenario promised and that were never open: for a run that is over.</summary>
    public required IReadOnlyList<string> Broken { get; init; }

    public required long Deliveries { get; init; }

    /// <summary>Deliveries by class of actor, in the order of creation.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> DeliveriesByActor { get; init; }

    public required long Events { get; init; }

    public required long Checks { get; init; }

    public required double VirtualSeconds { get; init; }

    /// <summary>The rolling hash of every step; null on real threads.</summary>
    public required ulong? Hash { get; init; }

    /// <summary>Whether the run came to its end.</summary>
    public required bool Over { get; init; }

    /// <summary>Adds up deliveries by class, keeping the order in which classes first came.</summary>
    public static IReadOnlyList<KeyValuePair<string, long>> ByClass(
        IEnumerable<(IActorRef Actor, Type Type, long Deliveries)> actors)
    {
        ArgumentNullException.ThrowIfNull(actors);
        OrderedDictionary<string, long> sums = [];
        foreach ((IActorRef _, Type type, long deliveries) in actors)
        {
            sums[type.Name] = sums.GetValueOrDefault(type.Name) + deliveries;
        }

        return [.. sums];
    }
}
