namespace PhyrActors.Runtime;

/// <summary>Reads values: what stands on one line behind a key or in a list, joined into one expression.</summary>
/// <remarks>Source: the HOCON specification, "Value concatenation" and "Substitutions".</remarks>
internal sealed class HoconValueParser(HoconCursor cursor, HoconParser parser, HoconPath prefix)
{
    /// <param name="position">What a literal remembers as its place.</param>
    /// <param name="expected">What a message asks for if there is no value.</param>
    public HoconExpression Value(HoconPosition position, string expected)
    {
        if (!StartsPart(cursor.Current.Kind))
        {
            throw cursor.Expected(expected);
        }

        HoconPosition first = cursor.Current.Position;
        HoconExpression only = Part(position);
        if (!StartsPart(cursor.Current.Kind))
        {
            return only;
        }

        List<HoconLayer> parts = [new(only, first)];
        while (StartsPart(cursor.Current.Kind))
        {
            if (cursor.Current.Space.Length > 0)
            {
                parts.Add(new(new HoconSpace(cursor.Current.Space), cursor.Current.Position));
            }

            HoconPosition here = cursor.Current.Position;
            parts.Add(new(Part(here), here));
        }

        return Concatenated(parts, position);
    }

    private static bool StartsPart(HoconTokenKind kind) =>
        kind is HoconTokenKind.Unquoted or HoconTokenKind.Quoted
            or HoconTokenKind.SubstitutionStart or HoconTokenKind.OptionalSubstitutionStart
            or HoconTokenKind.ObjectStart or HoconTokenKind.ArrayStart;

    private HoconExpression Part(HoconPosition position)
    {
        HoconToken token = cursor.Current;
        switch (token.Kind)
        {
            case HoconTokenKind.ObjectStart:
                return parser.Object();
            case HoconTokenKind.ArrayStart:
                return parser.Array();
            case HoconTokenKind.Unquoted:
                cursor.Advance();
                return new HoconLiteral(HoconScalar.FromUnquoted(token.Text, position));
            case HoconTokenKind.Quoted:
                cursor.Advance();
                return new HoconLiteral(new HoconScalar(token.Text, HoconScalarKind.Text, position));
            default:
                return Reference(token);
        }
    }

    private HoconReference Reference(HoconToken start)
    {
        cursor.Advance();
        HoconPath path = cursor.Path();
        return cursor.TryTake(HoconTokenKind.ObjectEnd)
            ? new(path, prefix, start.Kind == HoconTokenKind.OptionalSubstitutionStart, start.Position)
            : throw cursor.Expected("'}' at the end of the substitution");
    }

    private static HoconExpression Concatenated(List<HoconLayer> parts, HoconPosition position)
    {
        if (parts.Exists(part => part.Expression is HoconObjectExpression))
        {
            return ObjectsOf(parts);
        }

        if (parts.Exists(part => part.Expression is HoconArrayExpression))
        {
            _ = parts.RemoveAll(part => part.Expression is HoconSpace);
            RefuseLiteral(parts, "a list");
            return new HoconConcatenation(parts);
        }

        return parts.Exists(part => part.Expression is HoconReference)
            ? new HoconConcatenation(parts)
            : new HoconLiteral(new HoconScalar(string.Concat(parts.Select(Text)), HoconScalarKind.Text, position));
    }

    private static string Text(HoconLayer part) => part.Expression switch
    {
        HoconSpace space => space.Text,
        HoconLiteral { Value: HoconScalar scalar } => scalar.Text,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static HoconExpression ObjectsOf(List<HoconLayer> parts)
    {
        _ = parts.RemoveAll(part => part.Expression is HoconSpace);
        RefuseLiteral(parts, "an object");
        int list = parts.FindIndex(part => part.Expression is HoconArrayExpression);
        if (list >= 0)
        {
            throw ConfigurationException.At(parts[list].Position, "an object and a list cannot be joined");
        }

        if (parts.Exists(part => part.Expression is HoconReference))
        {
            return new HoconObjectJoin([.. parts.Select((part, i) => part with { IsJoined = i > 0 })]);
        }

        HoconObjectExpression merged = new();
        parts.ForEach(part => merged.Absorb((HoconObjectExpression)part.Expression));
        return merged;
    }

    private static void RefuseLiteral(List<HoconLayer> parts, string other)
    {
        int literal = parts.FindIndex(part => part.Expression is HoconLiteral);
        if (literal >= 0)
        {
            throw ConfigurationException.At(
                parts[literal].Position, $"{parts[literal].Expression.Description} and {other} cannot be joined");
        }
    }
}
