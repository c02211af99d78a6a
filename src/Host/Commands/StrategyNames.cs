using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Strategies by the names that users type.</summary>
internal static class StrategyNames
{
    private static readonly (string Name, Func<IStrategy> Make)[] s_all =
    [
        ("portfolio", static () => new PortfolioStrategy()),
        ("random", static () => new SwarmStrategy(new RandomStrategy())),
        ("pct", static () => new SwarmStrategy(new PctStrategy())),
        ("pctcp", static () => new SwarmStrategy(new PctcpStrategy())),
        ("pos", static () => new SwarmStrategy(new PosStrategy())),
        ("surw", static () => new SwarmStrategy(new SurwStrategy())),
        ("feedback", static () => new FeedbackStrategy(new SwarmStrategy(new PosStrategy()))),
        ("dpor", static () => new DporStrategy()),
        ("dfs", static () => new DfsStrategy()),
    ];

    public static string Default => s_all[0].Name;

    public static string Known => string.Join('|', s_all.Select(static strategy => strategy.Name));

    /// <exception cref="InputException">A name that no strategy has.</exception>
    public static IStrategy Parse(string name)
    {
        foreach ((string known, Func<IStrategy> make) in s_all)
        {
            if (known == name)
            {
                return make();
            }
        }

        string[] names = [.. s_all.Select(static strategy => strategy.Name)];
        throw new InputException($"strategy '{name}' is unknown{Nearest.HintOrList(name, names)}");
    }
}
