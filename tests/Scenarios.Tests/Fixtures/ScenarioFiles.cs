namespace PhyrActors.Scenarios.Tests;

/// <summary>The repository's own scenario files, and scenarios written down in a test over their defaults.</summary>
internal static class ScenarioFiles
{
    private static readonly string s_root = FindRoot();

    private static readonly Config s_reference = ConfigReader.Load(new Source(null), "reference.conf");

    /// <summary>A file or folder of the repository.</summary>
    public static string PathOf(string name) => Path.Combine(s_root, name);

    /// <summary>config/quick.conf with assignments laid over it.</summary>
    public static Scenario Quick(params IReadOnlyList<string> overrides) =>
        Read("quick.conf", new Source(null), overrides);

    /// <summary>config/rdma-100g.conf with assignments laid over it.</summary>
    public static Scenario Large(params IReadOnlyList<string> overrides) =>
        Read("rdma-100g.conf", new Source(null), overrides);

    /// <summary>Any file of config/ with assignments laid over it.</summary>
    public static Scenario Named(string name, params IReadOnlyList<string> overrides) =>
        Read(name, new Source(null), overrides);

    /// <summary>What is known to be found with the quirks of kernels.</summary>
    public static Config Expected() => ConfigReader.Load(new Source(null), "kernels/expected.conf");

    /// <summary>A scenario of this text, which is called <c>main.conf</c>.</summary>
    public static Scenario Written(string text) => Read("main.conf", new Source(text), []);

    /// <summary>Any file of the repository.</summary>
    public static string Text(string path) => File.ReadAllText(Path.Combine(s_root, path));

    /// <summary>The text of a page of docs/.</summary>
    public static string Page(string name) => File.ReadAllText(Path.Combine(s_root, "docs", name));

    private static Scenario Read(string name, Source source, IReadOnlyList<string> overrides) =>
        Scenario.Read(name, ConfigReader.Load(source, name, overrides), s_reference);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PhyrActors.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    private sealed class Source(string? main) : IConfigSource
    {
        public string? TryRead(string name, string? includedFrom) => name == "main.conf"
            ? main
            : File.ReadAllText(Path.Combine(s_root, "config", name));

        public string? Environment(string name) => null;
    }
}
