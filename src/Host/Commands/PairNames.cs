using PhyrActors.Actors;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>The two classes of messages that <c>--pair A,B</c> names.</summary>
internal static class PairNames
{
    private static readonly string[] s_known =
    [
        .. typeof(AddressSpaceProtocol).Assembly.GetExportedTypes()
            .Where(static type => type.DeclaringType is { IsAbstract: true, IsSealed: true } protocol
                && protocol.Name.EndsWith("Protocol", StringComparison.Ordinal))
            .Select(static type => type.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <param name="words">What was typed; null for no pair.</param>
    /// <param name="strategy">Who decides over the pair.</param>
    /// <exception cref="InputException">Not two names, or a name that no message has.</exception>
    public static IStrategy Restrict(IStrategy strategy, string? words)
    {
        if (words is null)
        {
            return strategy;
        }

        string[] names = words.Split(',', StringSplitOptions.TrimEntries);
        return names is [string first, string second]
            ? new PairStrategy(strategy, Known(first), Known(second))
            : throw new InputException($"--pair: expected two names of messages such as Fork,Destroy, found '{words}'");
    }

    private static string Known(string name) =>
        Array.Find(s_known, known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException($"--pair: message '{name}' is unknown{Nearest.HintOrList(name, s_known)}");
}
