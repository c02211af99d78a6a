using System.Buffers;
using System.Globalization;

namespace PhyrActors.Runtime;

/// <summary>What the characters of a document mean.</summary>
/// <remarks>Source: the HOCON specification, "Unquoted strings" and "Whitespace".</remarks>
internal static class HoconText
{
    private const int ShownCharsMax = 60;

    private static readonly SearchValues<char> Reserved = SearchValues.Create("$\"{}[]:=,+#`^?!@*&\\");

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>True for a character that ends an unquoted string.</summary>
    public static bool IsReserved(char c) => Reserved.Contains(c);

    /// <summary>True for white space that does not end a line.</summary>
    public static bool IsSpace(char c) => c switch
    {
        ' ' or '\t' or '\r' or '\v' or '\f' or '\uFEFF' => true,
        '\n' => false,
        < '\u0080' => c is >= '\u001C' and <= '\u001F',
        _ => char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator,
    };

    /// <summary>True for a key that needs no quotes.</summary>
    public static bool IsPlainKey(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExcept(KeyCharacters) && text is not "include";

    /// <summary>True for a string value that needs no quotes and is no boolean, null or number.</summary>
    public static bool IsPlainWord(string text) =>
        IsPlainKey(text) && char.IsAsciiLetter(text[0]) && text is not ("true" or "false" or "null");

    /// <summary>True for a number as JSON writes it.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        int at = text is ['-', ..] ? 1 : 0;
        int whole = Digits(text[at..]);
        if (whole == 0 || (whole > 1 && text[at] == '0'))
        {
            return false;
        }

        at += whole;
        if (at < text.Length && text[at] == '.')
        {
            int fraction = Digits(text[(at + 1)..]);
            if (fraction == 0)
            {
                return false;
            }

            at += 1 + fraction;
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at += at + 1 < text.Length && text[at + 1] is '+' or '-' ? 2 : 1;
            int exponent = Digits(text[at..]);
            return exponent > 0 && at + exponent == text.Length;
        }

        return at == text.Length;
    }

    /// <summary>Text as a message shows it: in quotes, and not too much of it.</summary>
    public static string Shown(string text) =>
        text.Length <= ShownCharsMax ? $"'{text}'" : $"'{text[..ShownCharsMax]}...'";

    private static int Digits(ReadOnlySpan<char> text)
    {
        int other = text.IndexOfAnyExceptInRange('0', '9');
        return other < 0 ? text.Length : other;
    }
}
