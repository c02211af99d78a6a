using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Reads scenarios, from files and from the text in traces.</summary>
internal static class ScenarioStore
{
    /// <param name="path">The file.</param>
    /// <param name="overrides">Assignments laid over it.</param>
    /// <exception cref="InputException">There is no such file.</exception>
    /// <exception cref="ConfigurationException">It cannot be read, or says what no scenario can say.</exception>
    public static Scenario Load(string path, IReadOnlyList<string> overrides)
    {
        if (path.Length == 0)
        {
            throw new InputException("the scenario's name is empty");
        }

        if (!Path.Exists(path))
        {
            throw new InputException($"{path}: no such file{HintFor(path)}");
        }

        Config file = ConfigReader.Load(new FileConfigSource(), path, overrides);
        return Scenario.Read(Path.GetFileNameWithoutExtension(path), file, Resources.Reference);
    }

    /// <summary>The scenario that a trace holds.</summary>
    /// <param name="text">Every key, resolved.</param>
    /// <param name="origin">What messages name as the file.</param>
    public static Scenario Parse(string text, string origin) => Scenario.Read(
        Path.GetFileNameWithoutExtension(origin),
        ConfigurationFactory.ParseString(text, origin),
        Resources.Reference);

    private static string HintFor(string path)
    {
        string folder = Path.GetDirectoryName(path) ?? string.Empty;
        string searched = folder.Length == 0 ? "." : folder;
        IEnumerable<string> files = Directory.Exists(searched) ? Directory.EnumerateFiles(searched, "*.conf") : [];
        string[] names = [.. files.Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        return Nearest.Hint(Path.GetFileName(path), names);
    }
}
