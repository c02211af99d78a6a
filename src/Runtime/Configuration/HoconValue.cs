namespace PhyrActors.Runtime;

/// <summary>A value without substitutions: a scalar, an array or an object. Immutable.</summary>
/// <param name="position">Where it was assigned: the key of a field, the first character of an element.</param>
internal abstract class HoconValue(HoconPosition position)
{
    public HoconPosition Position { get; private set; } = position;

    /// <summary>Containers inside each other, itself included.</summary>
    public abstract int Depth { get; }

    /// <summary>Values inside it, itself included, plus their characters.</summary>
    public abstract long Weight { get; }

    /// <summary>What a message calls it.</summary>
    public abstract string Description { get; }

    /// <summary>The same value, assigned elsewhere.</summary>
    public HoconValue At(HoconPosition elsewhere)
    {
        if (elsewhere == Position)
        {
            return this;
        }

        HoconValue moved = (HoconValue)MemberwiseClone();
        moved.Position = elsewhere;
        return moved;
    }
}

internal enum HoconScalarKind
{
    Text,
    Number,
    Boolean,
    Null,
}

/// <summary>A value that is written with characters alone; a number keeps the spelling that it had.</summary>
internal sealed class HoconScalar(string text, HoconScalarKind kind, HoconPosition position) : HoconValue(position)
{
    public string Text => text;

    public HoconScalarKind Kind => kind;

    public override int Depth => 0;

    public override long Weight => 1 + text.Length;

    public override string Description => kind == HoconScalarKind.Null ? "null" : HoconText.Shown(text);

    /// <summary>What an unquoted word stands for.</summary>
    public static HoconScalar FromUnquoted(string text, HoconPosition position) => new(
        text,
        text switch
        {
            "true" or "false" => HoconScalarKind.Boolean,
            "null" => HoconScalarKind.Null,
            _ => HoconText.IsNumber(text) ? HoconScalarKind.Number : HoconScalarKind.Text,
        },
        position);
}

internal sealed class HoconArray(IReadOnlyList<HoconValue> items, HoconPosition position) : HoconValue(position)
{
    public IReadOnlyList<HoconValue> Items => items;

    public override int Depth { get; } = 1 + items.Select(item => item.Depth).DefaultIfEmpty().Max();

    public override long Weight { get; } = 1 + items.Sum(item => item.Weight);

    public override string Description => "a list";
}

/// <summary>Fields in the order in which their keys first appeared.</summary>
internal sealed class HoconObject(OrderedDictionary<string, HoconValue> fields, HoconPosition position)
    : HoconValue(position)
{
    public IReadOnlyList<KeyValuePair<string, HoconValue>> Fields => fields;

    public override int Depth { get; } = 1 + fields.Values.Select(value => value.Depth).DefaultIfEmpty().Max();

    public override long Weight { get; } = 1 + fields.Sum(field => field.Key.Length + field.Value.Weight);

    public override string Description => "an object";

    public HoconValue? Find(string key) => fields.GetValueOrDefault(key);
}
