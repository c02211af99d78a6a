using System.Text;

namespace PhyrActors.Runtime;

/// <summary>An include statement.</summary>
/// <param name="Name">The document, as written.</param>
/// <param name="IsRequired">True if the document must exist.</param>
/// <param name="Position">Where the statement begins.</param>
/// <remarks>Source: the HOCON specification, "Include syntax".</remarks>
internal sealed record HoconInclude(string Name, bool IsRequired, HoconPosition Position)
{
    private const string Forms = "include \"f\", file(\"f\"), required(\"f\") or required(file(\"f\"))";

    public static HoconInclude Read(HoconCursor cursor)
    {
        HoconPosition position = cursor.Current.Position;
        cursor.Advance();
        StringBuilder opening = new();
        _ = cursor.SkipNewLines();
        while (cursor.Current.Kind == HoconTokenKind.Unquoted)
        {
            _ = opening.Append(cursor.Current.Text);
            cursor.Advance();
            _ = cursor.SkipNewLines();
        }

        if (cursor.Current.Kind != HoconTokenKind.Quoted || Closing(opening.ToString()) is not { } closing)
        {
            throw ConfigurationException.At(position, $"not an include: expected {Forms} (a key must be quoted)");
        }

        string name = cursor.Current.Text;
        cursor.Advance();
        Close(cursor, closing, position);
        return new(name, opening.ToString().StartsWith("required(", StringComparison.Ordinal), position);
    }

    private static string? Closing(string opening) => opening switch
    {
        "" => "",
        "required(" or "file(" => ")",
        "required(file(" => "))",
        _ => null,
    };

    private static void Close(HoconCursor cursor, string closing, HoconPosition position)
    {
        StringBuilder found = new();
        while (cursor.Current.Kind == HoconTokenKind.Unquoted)
        {
            _ = found.Append(cursor.Current.Text);
            cursor.Advance();
        }

        if (found.ToString() != closing)
        {
            throw ConfigurationException.At(position, $"not an include: expected {Forms}");
        }
    }
}
