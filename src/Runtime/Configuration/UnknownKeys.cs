namespace PhyrActors.Runtime;

/// <summary>A key that a configuration sets and its reference does not know.</summary>
/// <param name="Path">The whole path.</param>
/// <param name="Origin">Where it is set, as <c>file:line:column</c>.</param>
/// <param name="Nearest">The known path that was probably meant, or null if none is near.</param>
public sealed record UnknownKey(string Path, string Origin, string? Nearest)
{
    public override string ToString() =>
        $"{Origin}: key '{Path}': unknown" + (Nearest is null ? "" : $", did you mean '{Nearest}'?");
}

/// <summary>Finds the keys of a configuration that mean nothing to its reader.</summary>
/// <remarks>A list is one value: keys of objects inside lists are not looked at.</remarks>
public static class UnknownKeys
{
    private const int ComparedCharsMax = 200;
    private const int SuggestionsMax = 100;

    /// <summary>The leaf paths that the reference does not have, in the order of the configuration; the first hundred
    /// with the nearest known key.</summary>
    /// <param name="config">What was written.</param>
    /// <param name="reference">Has every key that may be written.</param>
    /// <param name="open">Paths under which every key is free, such as <c>costs</c> or <c>devices.*.load</c>, where
    /// <c>*</c> stands for any one key.</param>
    public static IReadOnlyList<UnknownKey> Find(Config config, Config reference, params IReadOnlyList<string> open)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(reference);
        HoconPath[] free = [.. open.Select(OpenPath)];
        string[] known = [.. reference.Paths()];
        List<UnknownKey> unknown = [];
        foreach ((string path, HoconPosition position) in config.Leaves())
        {
            HoconPath keys = HoconPath.Parse(path);
            if (!reference.Knows(keys) && !Array.Exists(free, subtree => IsUnder(subtree, keys)))
            {
                string? nearest = unknown.Count < SuggestionsMax ? Nearest(path, known) : null;
                unknown.Add(new(path, position.ToString(), nearest));
            }
        }

        return unknown;
    }

    private static HoconPath OpenPath(string path) =>
        HoconPath.Parse(path.Replace("*", "\"*\"", StringComparison.Ordinal));

    private static bool IsUnder(HoconPath subtree, HoconPath path) =>
        path.Keys.Count >= subtree.Keys.Count
        && subtree.Keys.Zip(path.Keys).All(pair => pair.First is "*" || pair.First == pair.Second);

    private static string? Nearest(string path, string[] known)
    {
        if (path.Length > ComparedCharsMax)
        {
            return null;
        }

        string? nearest = null;
        int limit = Math.Max(2, path.Length / 4) + 1;
        foreach (string candidate in known)
        {
            if (Math.Abs(candidate.Length - path.Length) >= limit)
            {
                continue;
            }

            int distance = EditDistance.Between(path, candidate);
            if (distance < limit)
            {
                (nearest, limit) = (candidate, distance);
            }
        }

        return nearest ?? Array.Find(known, candidate => LastKey(candidate) == LastKey(path));
    }

    private static string LastKey(string path) => HoconPath.Parse(path).Keys[^1];
}
