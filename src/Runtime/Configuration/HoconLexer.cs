namespace PhyrActors.Runtime;

/// <summary>Cuts a document into tokens, each with its position.</summary>
internal sealed class HoconLexer
{
    private readonly string _text;
    private readonly string _document;
    private int _at;
    private int _line = 1;
    private int _lineStart;

    public HoconLexer(string text, string document)
    {
        (_text, _document) = (text, document);
        if (text.Length > ConfigLimits.DocumentCharsMax)
        {
            throw ConfigurationException.At(
                Here, $"the document has {text.Length} characters, the limit is {ConfigLimits.DocumentCharsMax}");
        }
    }

    private HoconPosition Here => new(_document, _line, _at - _lineStart + 1);

    public HoconToken Next()
    {
        string space = SkipSpaceAndComment();
        HoconPosition position = Here;
        if (_at == _text.Length)
        {
            return new(HoconTokenKind.End, "", space, position);
        }

        switch (_text[_at])
        {
            case '\n':
                _at++;
                BeginLine();
                return new(HoconTokenKind.NewLine, "\n", space, position);
            case ',': return Symbol(HoconTokenKind.Comma, ",");
            case '{': return Symbol(HoconTokenKind.ObjectStart, "{");
            case '}': return Symbol(HoconTokenKind.ObjectEnd, "}");
            case '[': return Symbol(HoconTokenKind.ArrayStart, "[");
            case ']': return Symbol(HoconTokenKind.ArrayEnd, "]");
            case ':': return Symbol(HoconTokenKind.Assign, ":");
            case '=': return Symbol(HoconTokenKind.Assign, "=");
            case '+' when Follows("+="): return Symbol(HoconTokenKind.Append, "+=");
            case '$' when Follows("${?"): return Symbol(HoconTokenKind.OptionalSubstitutionStart, "${?");
            case '$' when Follows("${"): return Symbol(HoconTokenKind.SubstitutionStart, "${");
            case '"': return new(HoconTokenKind.Quoted, Quoted(position), space, position);
            case char c when HoconText.IsReserved(c):
                throw ConfigurationException.At(position, $"the character '{c}' is reserved: put the text in quotes");
            default: return new(HoconTokenKind.Unquoted, Unquoted(), space, position);
        }

        HoconToken Symbol(HoconTokenKind kind, string text)
        {
            _at += text.Length;
            return new(kind, text, space, position);
        }
    }

    private string SkipSpaceAndComment()
    {
        int start = _at;
        while (_at < _text.Length && HoconText.IsSpace(_text[_at]))
        {
            _at++;
        }

        int end = _at;
        if (_at < _text.Length && (_text[_at] == '#' || Follows("//")))
        {
            int newLine = _text.IndexOf('\n', _at);
            _at = newLine < 0 ? _text.Length : newLine;
        }

        return end - start == 1 && _text[start] == ' ' ? " " : _text[start..end];
    }

    private string Unquoted()
    {
        int start = _at;
        while (_at < _text.Length && !EndsUnquoted(start))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private bool EndsUnquoted(int start)
    {
        char c = _text[_at];
        return c switch
        {
            '\n' => true,
            '/' => Follows("//"),
            '+' => !(_text[_at - 1] is 'e' or 'E' && HoconText.IsNumber(_text.AsSpan(start, _at - 1 - start))),
            _ => HoconText.IsReserved(c) || HoconText.IsSpace(c),
        };
    }

    private string Quoted(HoconPosition position)
    {
        HoconQuotedText quoted = new(_text, _at, position);
        string value = Follows("\"\"\"") ? quoted.ReadTriple() : quoted.ReadSingle();
        int lastNewLine = _text.LastIndexOf('\n', quoted.EndExclusive - 1, quoted.EndExclusive - _at);
        if (lastNewLine >= 0)
        {
            _line += _text.AsSpan(_at, quoted.EndExclusive - _at).Count('\n');
            _lineStart = lastNewLine + 1;
        }

        _at = quoted.EndExclusive;
        return value;
    }

    private void BeginLine()
    {
        _line++;
        _lineStart = _at;
    }

    private bool Follows(string symbol) => string.CompareOrdinal(_text, _at, symbol, 0, symbol.Length) == 0;
}
