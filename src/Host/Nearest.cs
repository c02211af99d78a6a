namespace PhyrActors.Host;

/// <summary>Guesses what a word that nobody knows was meant to be.</summary>
internal static class Nearest
{
    /// <summary><c>, did you mean 'M9'?</c>, or the known words when none is near.</summary>
    public static string Hint(string word, IReadOnlyList<string> known)
    {
        string nearest = known.MinBy(candidate => Distance(word, candidate)) ?? string.Empty;
        return Distance(word, nearest) <= Math.Max(1, nearest.Length / 2)
            ? $", did you mean '{nearest}'?"
            : $"; there is {string.Join(", ", known)}";
    }

    private static int Distance(string left, string right) =>
        EditDistance.Between(left.ToUpperInvariant(), right.ToUpperInvariant());
}
