namespace PhyrActors.Host;

/// <summary>Commands that a user can paste into a shell.</summary>
internal static class ShellText
{
    /// <summary>The command that shows a saved finding again.</summary>
    public static string Replay(string trace) => $"phyr replay {Quoted(trace)}";

    private static string Quoted(string path)
    {
        string safe = path.StartsWith('-') ? "./" + path : path;
        return safe.All(c => char.IsAsciiLetterOrDigit(c) || "._-/+=:,@%".Contains(c))
            ? safe
            : $"'{safe.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
