namespace PhyrActors.Runtime;

/// <summary>Where configuration text comes from: the runtime itself reads no files and no environment.</summary>
public interface IConfigSource
{
    /// <summary>The text of a document, or null when there is none.</summary>
    /// <param name="name">What to read. An include's relative name already stands under its includer's folder.</param>
    /// <param name="includedFrom">The name of the including document, or null for the first one.</param>
    string? TryRead(string name, string? includedFrom);

    /// <summary>The value of an environment variable, or null when it is not set.</summary>
    string? Environment(string name);
}

/// <summary>Has no documents and no environment.</summary>
internal sealed class NoConfigSource : IConfigSource
{
    public static readonly NoConfigSource Instance = new();

    public string? TryRead(string name, string? includedFrom) => null;

    public string? Environment(string name) => null;
}
