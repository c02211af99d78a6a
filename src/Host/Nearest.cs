namespace PhyrActors.Host;

/// <summary>Guesses what a word that nobody knows was meant to be.</summary>
internal static class Nearest
{
    /// <summary><c>, did you mean 'M9'?</c>, or the known words when none is near.</summary>
    public static string HintOrList(string word, IReadOnlyList<string> known) =>
        Hint(word, known) is { Length: > 0 } hint ? hint : $"; there is {string.Join(", ", known)}";

    /// <summary><c>, did you mean 'quick.conf'?</c>, or nothing when no known word is near.</summary>
    public static string Hint(string word, IReadOnlyList<string> known)
    {
        string nearest = known.MinBy(candidate => Distance(word, candidate)) ?? string.Empty;
        return nearest.Length > 0 && Distance(word, nearest) <= Math.Max(1, nearest.Length / 3)
            ? $", did you mean '{nearest}'?"
            : string.Empty;
    }

    private static int Distance(string left, string right) =>
        EditDistance.Between(left.ToUpperInvariant(), right.ToUpperInvariant());
}
