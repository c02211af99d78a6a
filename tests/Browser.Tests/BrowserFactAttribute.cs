namespace PhyrActors.Browser.Tests;

/// <summary>A test that needs a Chromium: skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] s_names =
        ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"];

    public BrowserFactAttribute()
    {
        if (Executable is null)
        {
            Skip = $"No Chromium: none of {string.Join(", ", s_names)} is on the path, and PHYR_CHROMIUM names none";
        }
    }

    /// <summary>Its path, or null.</summary>
    public static string? Executable { get; } = Find();

    private static string? Find()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        IEnumerable<string> installed =
            s_names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name)));
        string? named = Environment.GetEnvironmentVariable("PHYR_CHROMIUM");
        return (named is null ? installed : [named]).FirstOrDefault(File.Exists);
    }
}
