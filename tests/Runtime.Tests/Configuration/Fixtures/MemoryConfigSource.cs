namespace PhyrActors.Runtime.Tests;

/// <summary>Documents and environment variables that a test writes down.</summary>
internal sealed class MemoryConfigSource : IConfigSource
{
    public Dictionary<string, string> Documents { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string? TryRead(string name, string? includedFrom) => Documents.GetValueOrDefault(name);

    public string? Environment(string name) => Variables.GetValueOrDefault(name);

    public Config Load(params string[] overrides) => ConfigReader.Load(this, "main.conf", overrides);

    /// <summary>A source whose first document is <c>main.conf</c>.</summary>
    public static MemoryConfigSource With(string main, params (string Name, string Text)[] others)
    {
        MemoryConfigSource source = new();
        source.Documents["main.conf"] = main;
        foreach ((string name, string text) in others)
        {
            source.Documents[name] = text;
        }

        return source;
    }
}
