using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Strategies by the names that users type.</summary>
internal static class StrategyNames
{
    private static readonly IStrategy[] s_all = [new RandomStrategy()];

    public static string Default => s_all[0].Name;

    public static string Known => string.Join('|', s_all.Select(strategy => strategy.Name));

    /// <exception cref="InputException">A name that no strategy has.</exception>
    public static IStrategy Parse(string name) =>
        Array.Find(s_all, strategy => strategy.Name == name)
        ?? throw new InputException(
            $"strategy '{name}' is unknown{Nearest.HintOrList(name, [.. s_all.Select(strategy => strategy.Name)])}");
}
