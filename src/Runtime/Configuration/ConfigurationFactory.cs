namespace PhyrActors.Runtime;

/// <summary>Makes configurations of text; Akka's name for it.</summary>
public static class ConfigurationFactory
{
    /// <summary>The configuration that holds nothing.</summary>
    public static Config Empty { get; } = ParseString("", "empty");

    /// <summary>Reads one document. It has no environment, and its includes find nothing.</summary>
    /// <param name="text">HOCON.</param>
    /// <param name="origin">What messages name as the file.</param>
    /// <exception cref="ConfigurationException">The text is no HOCON, or a substitution cannot be resolved.</exception>
    public static Config ParseString(string text, string origin = "string")
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(new HoconDocuments(NoConfigSource.Instance).Parse(text, origin), new(origin, 1, 1), _ => null);
    }
}
