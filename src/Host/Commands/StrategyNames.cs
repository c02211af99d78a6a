using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Strategies by the names that users type.</summary>
internal static class StrategyNames
{
    private static readonly (string Name, Func<StrategySettings, IStrategy> Make)[] s_all =
    [
        ("portfolio", static settings => new PortfolioStrategy(settings)),
        ("random", static settings => new SwarmStrategy(new RandomStrategy(settings))),
        ("pct", static settings => new SwarmStrategy(new PctStrategy(settings: settings))),
        ("pctcp", static settings => new SwarmStrategy(new PctcpStrategy(settings: settings))),
        ("pos", static settings => new SwarmStrategy(new PosStrategy(settings))),
        ("surw", static settings => new SwarmStrategy(new SurwStrategy(settings))),
        ("feedback", static settings => new FeedbackStrategy(new SwarmStrategy(new PosStrategy(settings)))),
        ("dpor", static _ => new DporStrategy()),
        ("dfs", static _ => new DfsStrategy()),
    ];

    public static string Default => s_all[0].Name;

    public static IReadOnlyList<string> All { get; } = [.. s_all.Select(static strategy => strategy.Name)];

    public static string Known => string.Join('|', s_all.Select(static strategy => strategy.Name));

    /// <exception cref="InputException">A name that no strategy has.</exception>
    public static IStrategy Parse(string name, StrategySettings settings)
    {
        foreach ((string known, Func<StrategySettings, IStrategy> make) in s_all)
        {
            if (known == name)
            {
                return make(settings);
            }
        }

        string[] names = [.. s_all.Select(static strategy => strategy.Name)];
        throw new InputException($"strategy '{name}' is unknown{Nearest.HintOrList(name, names)}");
    }
}
