namespace PhyrActors.Runtime;

/// <summary>A configuration: a tree of values under dotted paths such as <c>a.b."c.d"</c>. Immutable.</summary>
/// <remarks>
/// Every read of a value that is missing, null or of another type throws a <see cref="ConfigurationException"/>
/// with file, line and column; a read with a default takes it where the value is missing or null. The names are
/// Akka.NET's. Order is the order of the source everywhere.
/// </remarks>
public sealed partial class Config
{
    private readonly HoconObject _root;
    private readonly Func<string, string?> _environment;
    private readonly string _at;
    private HoconObjectExpression? _source;

    internal Config(HoconObjectExpression source, HoconPosition start, Func<string, string?> environment)
        : this(HoconResolver.Resolve(source, start, environment), environment, at: "") =>
        _source = source;

    private Config(HoconObject root, Func<string, string?> environment, string at) =>
        (_root, _environment, _at) = (root, environment, at);

    /// <summary>True if it holds nothing.</summary>
    public bool IsEmpty => _root.Fields.Count == 0;

    private HoconObjectExpression Source => _source ??= HoconObjectExpression.From(_root);

    /// <summary>Reads configuration text, as Akka does wherever a configuration is asked for.</summary>
    public static implicit operator Config(string text) => ConfigurationFactory.ParseString(text);

    /// <summary>True if there is a value, and not null.</summary>
    public bool HasPath(string path) => Find(path) is { } value && !IsNull(value);

    /// <summary>This configuration over another: what both define is merged as if this one had been written behind
    /// the other, substitutions of both included.</summary>
    public Config WithFallback(Config fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        HoconObjectExpression merged = fallback.Source.Copy();
        merged.Absorb(Source.Copy());
        return new(merged, _root.Position, name => _environment(name) ?? fallback._environment(name));
    }

    /// <summary>This configuration with assignments laid over it; substitutions see the new values.</summary>
    /// <param name="assignment">HOCON text such as <c>limits.steps = 100</c>.</param>
    /// <param name="origin">What messages name as the file.</param>
    public Config WithOverride(string assignment, string origin = "--set")
    {
        ArgumentNullException.ThrowIfNull(assignment);
        HoconObjectExpression merged = Source.Copy();
        merged.Absorb(new HoconDocuments(NoConfigSource.Instance).Parse(assignment, origin));
        return new(merged, _root.Position, _environment);
    }

    /// <summary>The object at a path, as a configuration of its own.</summary>
    public Config GetConfig(string path) => Within(ObjectAt(path), _at + path + ".");

    /// <summary>The objects in the list at a path, each as a configuration of its own.</summary>
    public IReadOnlyList<Config> GetConfigList(string path) =>
    [
        .. ListAt(path).Select((item, i) => item is HoconObject element
            ? Within(element, $"{_at}{path}[{i}].")
            : throw Unexpected($"{path}[{i}]", item, "an object")),
    ];

    /// <summary>The keys of the object at a path, or of the whole configuration. A key is not a path:
    /// <see cref="Join"/> makes one of it.</summary>
    public IReadOnlyList<string> Children(string path = "") =>
        [.. (path is "" ? _root : ObjectAt(path)).Fields.Select(field => field.Key)];

    /// <summary>The path of a key inside an object; a key that is no plain word gets quotes.</summary>
    public static string Join(string path, string key)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(key);
        return path.Length == 0 ? HoconPath.Written(key) : $"{path}.{HoconPath.Written(key)}";
    }

    /// <summary>Every path that leads to a scalar, a list, null or an object without fields.</summary>
    public IEnumerable<string> Paths() => LeavesOf("", _root).Select(leaf => leaf.Path);

    /// <summary>Where a value was assigned: <c>file:line:column</c> of its key.</summary>
    public string Origin(string path) => Require(path).Position.ToString();

    /// <summary>Plain HOCON, all substitutions done: parsing it gives the same tree.</summary>
    public override string ToString() => HoconPrinter.Print(_root);

    /// <summary>True if there is anything at a path, null included.</summary>
    internal bool Knows(HoconPath path) => Find(path) is not null;

    internal IEnumerable<(string Path, HoconPosition Position)> Leaves() => LeavesOf("", _root);

    private static IEnumerable<(string Path, HoconPosition Position)> LeavesOf(string path, HoconObject value) =>
        value.Fields.SelectMany(field => field.Value is HoconObject { Fields.Count: > 0 } inner
            ? LeavesOf(Join(path, field.Key), inner)
            : [(Join(path, field.Key), field.Value.Position)]);

    private static bool IsNull(HoconValue value) => value is HoconScalar { Kind: HoconScalarKind.Null };

    private Config Within(HoconObject root, string at) => new(root, _environment, at);

    private HoconValue? Find(string path) => Find(HoconPath.Parse(path));

    private HoconValue? Find(HoconPath path)
    {
        HoconValue? value = _root;
        foreach (string key in path.Keys)
        {
            value = (value as HoconObject)?.Find(key);
        }

        return value;
    }

    private HoconValue Require(string path)
    {
        HoconValue nearest = _root;
        foreach (string key in HoconPath.Parse(path).Keys)
        {
            if ((nearest as HoconObject)?.Find(key) is not { } value)
            {
                throw ConfigurationException.At(nearest.Position, $"key '{_at}{path}': there is no such key");
            }

            nearest = value;
        }

        return nearest;
    }

    private HoconObject ObjectAt(string path)
    {
        HoconValue value = Require(path);
        return value as HoconObject ?? throw Unexpected(path, value, "an object");
    }

    private IReadOnlyList<HoconValue> ListAt(string path)
    {
        HoconValue value = Require(path);
        return (value as HoconArray ?? throw Unexpected(path, value, "a list")).Items;
    }

    private ConfigurationException Unexpected(string path, HoconValue found, string expected) =>
        ConfigurationException.At(
            found.Position, $"key '{_at}{path}': expected {expected}, found {found.Description}");
}
