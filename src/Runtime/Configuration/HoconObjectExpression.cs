namespace PhyrActors.Runtime;

/// <summary>The fields of an object as they were written, each with all assignments that may still matter.</summary>
/// <remarks>Oldest assignment first. Neighbouring objects are merged at once; a literal makes the older ones
/// unreachable, so they go.</remarks>
internal sealed class HoconObjectExpression : HoconExpression
{
    private readonly OrderedDictionary<string, List<HoconLayer>> _fields = new(StringComparer.Ordinal);

    public override string Description => "an object";

    public IReadOnlyList<string> Keys => _fields.Keys;

    public IReadOnlyList<HoconLayer> Layers(string key) =>
        _fields.TryGetValue(key, out List<HoconLayer>? layers) ? layers : [];

    public void Assign(HoconPath path, HoconLayer layer)
    {
        HoconObjectExpression target = this;
        for (int i = 0; i < path.Keys.Count - 1; i++)
        {
            target = target.ObjectAt(path.Keys[i], layer.Position);
        }

        target.Assign(path.Keys[^1], layer);
    }

    /// <summary>Assigns every field of an object that nobody else holds.</summary>
    public void Absorb(HoconObjectExpression newer)
    {
        foreach ((string key, List<HoconLayer> layers) in newer._fields)
        {
            foreach (HoconLayer layer in layers)
            {
                Assign(key, layer);
            }
        }
    }

    /// <summary>An object that can absorb others while this one stays as it is.</summary>
    public HoconObjectExpression Copy()
    {
        HoconObjectExpression copy = new();
        foreach ((string key, List<HoconLayer> layers) in _fields)
        {
            copy._fields.Add(key, [.. layers.Select(Copy)]);
        }

        return copy;
    }

    public static HoconObjectExpression From(HoconObject value)
    {
        HoconObjectExpression expression = new();
        foreach ((string key, HoconValue field) in value.Fields)
        {
            HoconExpression assigned = field is HoconObject inner ? From(inner) : new HoconLiteral(field);
            expression.Assign(key, new(assigned, field.Position));
        }

        return expression;
    }

    private static HoconLayer Copy(HoconLayer layer) =>
        layer.Expression is HoconObjectExpression inner ? layer with { Expression = inner.Copy() } : layer;

    private void Assign(string key, HoconLayer layer)
    {
        List<HoconLayer> layers = LayersOf(key);
        switch (layer.Expression)
        {
            case HoconObjectJoin join:
                foreach (HoconLayer part in join.Parts)
                {
                    Assign(key, part with { Position = layer.Position });
                }

                return;
            case HoconObjectExpression newer when layers is [.., { Expression: HoconObjectExpression older }]:
                older.Absorb(newer);
                return;
            case HoconLiteral:
                layers.Clear();
                break;
            default:
                break;
        }

        layers.Add(layer);
    }

    private HoconObjectExpression ObjectAt(string key, HoconPosition position)
    {
        List<HoconLayer> layers = LayersOf(key);
        if (layers is not [.., { Expression: HoconObjectExpression }])
        {
            layers.Add(new(new HoconObjectExpression(), position));
        }

        return (HoconObjectExpression)layers[^1].Expression;
    }

    private List<HoconLayer> LayersOf(string key)
    {
        if (!_fields.TryGetValue(key, out List<HoconLayer>? layers))
        {
            layers = [];
            _fields.Add(key, layers);
        }

        return layers;
    }
}
