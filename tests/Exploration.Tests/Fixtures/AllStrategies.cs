namespace PhyrActors.Exploration.Tests;

/// <summary>Every strategy, under its name.</summary>
internal static class AllStrategies
{
    public static TheoryData<string> Names =>
        new("random", "pct", "pctcp", "pos", "surw", "feedback", "dfs", "portfolio");

    public static IStrategy Of(string name) => name switch
    {
        "random" => new SwarmStrategy(new RandomStrategy()),
        "pct" => new SwarmStrategy(new PctStrategy()),
        "pctcp" => new SwarmStrategy(new PctcpStrategy()),
        "pos" => new SwarmStrategy(new PosStrategy()),
        "surw" => new SwarmStrategy(new SurwStrategy()),
        "feedback" => new FeedbackStrategy(new SwarmStrategy(new PosStrategy())),
        "dfs" => new DfsStrategy(),
        "portfolio" => new PortfolioStrategy(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
