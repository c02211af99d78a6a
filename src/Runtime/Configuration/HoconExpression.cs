namespace PhyrActors.Runtime;

/// <summary>A value as it was written, substitutions still open.</summary>
internal abstract class HoconExpression
{
    /// <summary>What a message calls it.</summary>
    public abstract string Description { get; }
}

/// <summary>One assignment to a key, or one element, or one part of a concatenation.</summary>
/// <param name="Expression">What was assigned.</param>
/// <param name="Position">Where: the key of a field, the first character of anything else.</param>
/// <param name="IsJoined">True if it stands on the line of the layer before, which must be an object too.</param>
internal readonly record struct HoconLayer(HoconExpression Expression, HoconPosition Position, bool IsJoined = false);

internal sealed class HoconLiteral(HoconValue value) : HoconExpression
{
    public HoconValue Value => value;

    public override string Description => value.Description;
}

/// <summary>White space between two parts of a concatenation: it counts between strings only.</summary>
internal sealed class HoconSpace(string text) : HoconExpression
{
    public string Text => text;

    public override string Description => "white space";
}

internal sealed class HoconArrayExpression(IReadOnlyList<HoconLayer> items) : HoconExpression
{
    public IReadOnlyList<HoconLayer> Items => items;

    public override string Description => "a list";
}

/// <summary><c>${path}</c> or <c>${?path}</c>.</summary>
/// <param name="path">The path as written.</param>
/// <param name="prefix">Where the document that holds it was included: looked under first.</param>
/// <param name="isOptional">True if it may be undefined.</param>
/// <param name="position">Where it is written.</param>
internal sealed class HoconReference(HoconPath path, HoconPath prefix, bool isOptional, HoconPosition position)
    : HoconExpression
{
    public HoconPath Path => path;

    public HoconPath Prefix => prefix;

    public bool IsOptional => isOptional;

    public HoconPosition Position => position;

    public override string Description => $"${{{(isOptional ? "?" : "")}{path}}}";
}

/// <summary>Strings, lists or substitutions on one line; what it gives shows when they are resolved.</summary>
internal sealed class HoconConcatenation(IReadOnlyList<HoconLayer> parts) : HoconExpression
{
    public IReadOnlyList<HoconLayer> Parts => parts;

    public override string Description => "a concatenation";
}

/// <summary>Objects and substitutions on one line: they merge as if assigned one after the other.</summary>
internal sealed class HoconObjectJoin(IReadOnlyList<HoconLayer> parts) : HoconExpression
{
    public IReadOnlyList<HoconLayer> Parts => parts;

    public override string Description => "an object";
}

/// <summary><c>+=</c>: one more element for the list that was there before, if any.</summary>
internal sealed class HoconAppend(HoconLayer element) : HoconExpression
{
    public HoconLayer Element => element;

    public override string Description => "a list";
}
