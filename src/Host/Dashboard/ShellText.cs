namespace PhyrActors.Host;

/// <summary>Commands that a user can paste into a shell.</summary>
internal static class ShellText
{
    /// <summary>The command that shows a saved finding again.</summary>
    public static string Replay(string trace) => $"phyr replay {Quoted(trace)}";

    private static string Quoted(string path)
    {
        string safe = path.StartsWith('-') ? "./" + path : path;
        return safe.Any(char.IsControl) ? $"$'{string.Concat(safe.Select(Escaped))}'"
            : safe.All(c => char.IsAsciiLetterOrDigit(c) || "._-/+=:,@%".Contains(c)) ? safe
            : $"'{safe.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>Within <c>$'...'</c>, which keeps a line break on the line (bash, zsh).</summary>
    private static string Escaped(char c) => c is '\'' or '\\' ? $"\\{c}"
        : c < ' ' || c == 127 ? $"\\x{(int)c:x2}"
        : c.ToString();
}
