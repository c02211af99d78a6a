using System.Diagnostics;

namespace PhyrActors.Host;

/// <summary>This program once more, in a process of its own.</summary>
internal static class OwnProcess
{
    /// <param name="words">Its command line.</param>
    public static ProcessStartInfo StartInfo(params IEnumerable<string> words)
    {
        string assembly = typeof(OwnProcess).Assembly.Location;
        string self = Environment.ProcessPath ?? string.Empty;
        bool isOwn = Path.GetFileNameWithoutExtension(self) == Path.GetFileNameWithoutExtension(assembly);
        return new ProcessStartInfo(
            isOwn ? self : "dotnet", isOwn ? [.. words] : (string[])[assembly, .. words])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}
