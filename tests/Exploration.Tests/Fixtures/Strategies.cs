namespace PhyrActors.Exploration.Tests;

/// <summary>Every strategy there is, as tests go through them.</summary>
internal static class Strategies
{
    public static IReadOnlyList<IStrategy> All { get; } = [new RandomStrategy()];

    public static IStrategy Named(string name) => All.Single(strategy => strategy.Name == name);
}
