using System.Globalization;
using System.Text;

namespace PhyrActors.Runtime;

/// <summary>Writes values as plain HOCON: no substitutions, one field a line, two spaces a level.</summary>
/// <remarks>Akka.NET's own reader understands it, too, but for objects inside lists.</remarks>
internal sealed class HoconPrinter
{
    private readonly StringBuilder _text = new();

    /// <summary>The fields of an object, without braces around them.</summary>
    public static string Print(HoconObject root)
    {
        HoconPrinter printer = new();
        printer.Fields(root, level: 0);
        return printer._text.ToString();
    }

    /// <summary>A string in quotes.</summary>
    public static string Quote(string text)
    {
        StringBuilder quoted = new(text.Length + 2);
        _ = quoted.Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when char.IsControl(c) =>
                    quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    private void Fields(HoconObject value, int level)
    {
        foreach ((string key, HoconValue field) in value.Fields)
        {
            _ = _text.Append(' ', 2 * level).Append(HoconPath.Written(key));
            if (field is not HoconObject inner)
            {
                Inline(field, " = ");
            }
            else if (inner.Fields.Count == 0)
            {
                _ = _text.Append(" {}");
            }
            else
            {
                _ = _text.Append(" {\n");
                Fields(inner, level + 1);
                _ = _text.Append(' ', 2 * level).Append('}');
            }

            _ = _text.Append('\n');
        }
    }

    private void Inline(HoconValue value, string before)
    {
        _ = _text.Append(before);
        switch (value)
        {
            case HoconScalar { Kind: HoconScalarKind.Text } scalar when !HoconText.IsPlainWord(scalar.Text):
                _ = _text.Append(Quote(scalar.Text));
                break;
            case HoconScalar scalar:
                _ = _text.Append(scalar.Text);
                break;
            case HoconArray array:
                _ = _text.Append('[');
                string separator = "";
                foreach (HoconValue item in array.Items)
                {
                    Inline(item, separator);
                    separator = ", ";
                }

                _ = _text.Append(']');
                break;
            case HoconObject inner:
                _ = _text.Append('{');
                separator = " ";
                foreach ((string key, HoconValue field) in inner.Fields)
                {
                    _ = _text.Append(separator).Append(HoconPath.Written(key));
                    Inline(field, " = ");
                    separator = ", ";
                }

                _ = _text.Append(" }");
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
