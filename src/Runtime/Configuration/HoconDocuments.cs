namespace PhyrActors.Runtime;

/// <summary>Reads the documents of one configuration, the included ones in the place of their include.</summary>
internal sealed class HoconDocuments(IConfigSource source)
{
    private readonly List<string> _open = [];
    private int _read;

    /// <summary>The document with this name.</summary>
    /// <exception cref="ConfigurationException">There is none, or it cannot be read.</exception>
    public HoconObjectExpression Load(string name)
    {
        string text = source.TryRead(name, includedFrom: null)
            ?? throw ConfigurationException.At(new(name, 1, 1), "there is no such document");
        return Parse(text, name);
    }

    public HoconObjectExpression Parse(string text, string name) => Parse(text, name, HoconPath.Root, depth: 0);

    /// <summary>What an include statement stands for; an empty object if the document is missing and may be.</summary>
    /// <param name="include">The statement.</param>
    /// <param name="includer">The document that holds it.</param>
    /// <param name="at">The object that holds it.</param>
    /// <param name="depth">Containers around that object.</param>
    public HoconObjectExpression Include(HoconInclude include, string includer, HoconPath at, int depth)
    {
        string name = HoconDocumentName.Resolve(include.Name, includer);
        if (_open.Contains(name, StringComparer.Ordinal))
        {
            string cycle = string.Join(" -> ", _open.SkipWhile(open => open != name).Append(name));
            throw ConfigurationException.At(include.Position, $"include cycle: {cycle}");
        }

        if (_open.Count == ConfigLimits.IncludeDepthMax || _read == ConfigLimits.DocumentsMax)
        {
            throw ConfigurationException.At(
                include.Position,
                $"too many includes: at most {ConfigLimits.IncludeDepthMax} in a chain, "
                + $"{ConfigLimits.DocumentsMax} in all");
        }

        string? text = source.TryRead(name, includer);
        return text is null && include.IsRequired
            ? throw ConfigurationException.At(include.Position, $"the required document '{name}' does not exist")
            : text is null ? new() : Parse(text, name, at, depth);
    }

    private HoconObjectExpression Parse(string text, string name, HoconPath prefix, int depth)
    {
        _read++;
        _open.Add(name);
        HoconObjectExpression root = new HoconParser(new(text, name), this, prefix, depth).Document();
        _open.RemoveAt(_open.Count - 1);
        return root;
    }
}
