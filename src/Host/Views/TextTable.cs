using System.Text;
using System.Text.Json;

namespace PhyrActors.Host;

/// <summary>Texts by number, each once, and what they have in common once: a text is a template with its numbers cut
/// out, and the numbers. The texts of a long run differ in little else.</summary>
internal sealed class TextTable
{
    /// <summary>Stands in a template where a number was.</summary>
    private const char Gap = '\u0001';

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _templates = new(StringComparer.Ordinal);
    private readonly List<string> _templateTexts = [];
    private readonly List<int> _templateOfText = [];
    private readonly StringBuilder _numbers = new();

    public int Place(string text)
    {
        if (_places.TryGetValue(text, out int place))
        {
            return place;
        }

        place = _places.Count;
        _places.Add(text, place);
        string template = Cut(text);
        if (!_templates.TryGetValue(template, out int known))
        {
            known = _templateTexts.Count;
            _templates.Add(template, known);
            _templateTexts.Add(template);
        }

        _templateOfText.Add(known);
        return place;
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("texts");
        json.WriteStartArray("templates");
        _templateTexts.ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteStartArray("of");
        _templateOfText.ForEach(json.WriteNumberValue);
        json.WriteEndArray();
        json.WriteString("numbers", _numbers.ToString());
        json.WriteEndObject();
    }

    /// <summary>Puts the numbers of a text on a line of their own, and gives the text without them.</summary>
    private string Cut(string text)
    {
        StringBuilder template = new();
        bool isFirst = true;
        for (int at = 0; at < text.Length;)
        {
            int end = EndOfNumber(text, at);
            if (end == at)
            {
                template.Append(text[at++] is var c && c is Gap or '\n' ? ' ' : c);
                continue;
            }

            _numbers.Append(isFirst ? string.Empty : " ").Append(text, at, end - at);
            template.Append(Gap);
            (at, isFirst) = (end, false);
        }

        _numbers.Append('\n');
        return template.ToString();
    }

    private static int EndOfNumber(string text, int at)
    {
        int end = at;
        if (text.AsSpan(at).StartsWith("0x", StringComparison.Ordinal))
        {
            end = at + 2;
            while (end < text.Length && char.IsAsciiHexDigitLower(text[end]))
            {
                end++;
            }

            return end;
        }

        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end;
    }
}
