namespace PhyrActors.Runtime;

/// <summary>Reads a configuration and what it includes from a source.</summary>
public static class ConfigReader
{
    /// <param name="source">Gives the documents and the environment.</param>
    /// <param name="name">The first document.</param>
    /// <param name="overrides">Assignments that are laid over it, the last one wins; messages name them --set.</param>
    /// <exception cref="ConfigurationException">A document is missing, is no HOCON, includes itself, or a substitution
    /// cannot be resolved.</exception>
    public static Config Load(IConfigSource source, string name, IReadOnlyList<string>? overrides = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(name);
        HoconObjectExpression root = new HoconDocuments(source).Load(name);
        foreach (string assignment in overrides ?? [])
        {
            root.Absorb(new HoconDocuments(NoConfigSource.Instance).Parse(assignment, "--set"));
        }

        return new(root, new(name, 1, 1), source.Environment);
    }
}
