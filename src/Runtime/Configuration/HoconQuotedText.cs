using System.Globalization;
using System.Text;

namespace PhyrActors.Runtime;

/// <summary>Reads one quoted string, which begins at a quote.</summary>
/// <remarks>Source: JSON's strings, and the HOCON specification, "Multi-line strings".</remarks>
internal sealed class HoconQuotedText(string text, int start, HoconPosition position)
{
    /// <summary>Where the document goes on; known once the string was read.</summary>
    public int EndExclusive { get; private set; }

    /// <summary>A string on one line, with escapes.</summary>
    public string ReadSingle()
    {
        ReadOnlySpan<char> rest = text.AsSpan(start + 1);
        int plain = rest.IndexOfAny('"', '\\', '\n');
        if (plain >= 0 && rest[plain] == '"' && !rest[..plain].ContainsAnyInRange('\0', '\x1f'))
        {
            EndExclusive = start + plain + 2;
            return rest[..plain].ToString();
        }

        StringBuilder value = new();
        int at = start + 1;
        while (at < text.Length && text[at] is not ('"' or '\n'))
        {
            if (text[at] < ' ')
            {
                throw At(at, $"the control character U+{(int)text[at]:X4} must be escaped in a quoted string");
            }

            _ = value.Append(text[at] == '\\' ? Escape(ref at) : text[at]);
            at++;
        }

        if (at >= text.Length || text[at] == '\n')
        {
            throw ConfigurationException.At(position, "the quoted string is not closed on its line");
        }

        EndExclusive = at + 1;
        return value.ToString();
    }

    /// <summary>A string between triple quotes, without escapes; further quotes at its end belong to it.</summary>
    public string ReadTriple()
    {
        int end = text.IndexOf("\"\"\"", start + 3, StringComparison.Ordinal);
        if (end < 0)
        {
            throw ConfigurationException.At(position, "the triple-quoted string is never closed");
        }

        while (end + 3 < text.Length && text[end + 3] == '"')
        {
            end++;
        }

        EndExclusive = end + 3;
        return text[(start + 3)..end];
    }

    private char Escape(ref int at)
    {
        int escape = at++;
        switch (at < text.Length ? text[at] : '\n')
        {
            case '"': return '"';
            case '\\': return '\\';
            case '/': return '/';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when at + 4 < text.Length && IsHex(text.AsSpan(at + 1, 4)):
                at += 4;
                return (char)ushort.Parse(
                    text.AsSpan(at - 3, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            default:
                throw At(escape, "not an escape: known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u0000");
        }
    }

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (char digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }

    private ConfigurationException At(int at, string complaint) =>
        ConfigurationException.At(position with { Column = position.Column + (at - start) }, complaint);
}
