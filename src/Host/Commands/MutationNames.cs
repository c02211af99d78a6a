using PhyrActors.Model;

namespace PhyrActors.Host;

/// <summary>Mutations by the names that users type.</summary>
internal static class MutationNames
{
    private static readonly string[] s_known =
        [.. Enum.GetNames<Mutation>().Where(name => name != nameof(Mutation.None))];

    /// <param name="words">Names, also several in one word with commas between them.</param>
    /// <exception cref="InputException">A name that no mutation has.</exception>
    public static MutationSet Parse(IEnumerable<string> words) => MutationSet.Of(
    [
        .. words
            .SelectMany(word => word.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(Parse),
    ]);

    public static IReadOnlyList<string> Of(MutationSet mutations) => [.. mutations.All.Select(one => one.ToString())];

    private static Mutation Parse(string name)
    {
        string? known = Array.Find(s_known, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return known is null
            ? throw new InputException($"mutation '{name}' is unknown{Nearest.HintOrList(name, s_known)}")
            : Enum.Parse<Mutation>(known);
    }
}
