using System.Collections.Concurrent;

namespace PhyrActors.Actors.Tests;

/// <summary>Counts the work that actors spend, by kind.</summary>
internal sealed class CountedWork : IWork
{
    private readonly ConcurrentDictionary<string, long> _spent = new(StringComparer.Ordinal);

    public Surroundings Around => Tests.Around.Plain with { Work = this };

    /// <summary>All of it, by the names of the costs.</summary>
    public SortedDictionary<string, long> Spent => new(_spent, StringComparer.Ordinal);

    public long Of(string cost) => _spent.GetValueOrDefault(cost);

    public void Spend(string cost, long count) => _spent.AddOrUpdate(cost, count, (_, before) => before + count);
}
