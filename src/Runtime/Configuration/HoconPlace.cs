namespace PhyrActors.Runtime;

/// <summary>Where an expression stands in the tree of expressions, up to the root.</summary>
/// <param name="expression">What stands there.</param>
/// <param name="position">Where it was assigned.</param>
/// <param name="key">The key it was assigned to; null in a list or concatenation, where no path leads.</param>
/// <param name="ordinal">The how manyth assignment to that key in its object, oldest 0.</param>
/// <param name="parent">The object around it; null for the root.</param>
internal sealed class HoconPlace(
    HoconExpression expression, HoconPosition position, string? key, int ordinal, HoconPlace? parent)
{
    public HoconExpression Expression => expression;

    public HoconPosition Position => position;

    public int Ordinal => ordinal;

    /// <summary>True if what stands before it was written on the same line.</summary>
    public bool IsJoined { get; init; }

    public HoconPlace Inside(HoconLayer layer) =>
        new(layer.Expression, layer.Position, key: null, ordinal: 0, this) { IsJoined = layer.IsJoined };

    public HoconPlace Holding(HoconValue value) =>
        new(new HoconLiteral(value), position, key, ordinal, parent) { IsJoined = IsJoined };

    /// <summary>The places from the root to this one.</summary>
    public List<HoconPlace> FromRoot()
    {
        List<HoconPlace> chain = parent?.FromRoot() ?? [];
        chain.Add(this);
        return chain;
    }

    /// <summary>How far a path follows a chain of places until it meets the assignment it stands in.</summary>
    /// <returns>The depth of that assignment; 0 if the path leads elsewhere.</returns>
    /// <remarks>A substitution there is self-referential: it sees older assignments only.</remarks>
    public static int SelfReferenceDepth(List<HoconPlace> chain, HoconPath path)
    {
        for (int depth = 1; depth < chain.Count && depth <= path.Keys.Count; depth++)
        {
            if (chain[depth].Key != path.Keys[depth - 1])
            {
                return 0;
            }

            if (depth == path.Keys.Count || chain[depth].Expression is not HoconObjectExpression)
            {
                return depth;
            }
        }

        return 0;
    }

    private string? Key => key;
}
