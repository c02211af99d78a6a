using System.Text;

namespace PhyrActors.Runtime;

/// <summary>Goes through the tokens of one document, and reads the paths in it.</summary>
internal sealed class HoconCursor
{
    private readonly HoconLexer _lexer;

    public HoconCursor(string text, string document)
    {
        Document = document;
        _lexer = new(text, document);
        Current = _lexer.Next();
    }

    public string Document { get; }

    public HoconToken Current { get; private set; }

    public void Advance() => Current = _lexer.Next();

    /// <summary>True if there was at least one.</summary>
    public bool SkipNewLines()
    {
        bool any = false;
        while (Current.Kind == HoconTokenKind.NewLine)
        {
            Advance();
            any = true;
        }

        return any;
    }

    public bool TryTake(HoconTokenKind kind)
    {
        if (Current.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    public ConfigurationException Expected(string what) =>
        ConfigurationException.At(Current.Position, $"expected {what}, found {Current}");

    /// <summary>A document that holds one path and nothing else.</summary>
    public HoconPath WholePath()
    {
        HoconPath path = Path();
        return Current.Kind == HoconTokenKind.End ? path : throw Expected("the end of the path");
    }

    /// <summary>Keys with dots between them; dots inside quotes belong to their key.</summary>
    public HoconPath Path()
    {
        HoconToken first = Current;
        if (!first.IsText)
        {
            throw Expected("a key");
        }

        Advance();
        bool hasDots = first.Kind == HoconTokenKind.Unquoted && first.Text.Contains('.', StringComparison.Ordinal);
        if (!Current.IsText && !hasDots)
        {
            return new([first.Text]);
        }

        PathKeys keys = new(first.Position);
        keys.Add(first, space: "");
        while (Current.IsText)
        {
            keys.Add(Current, Current.Space);
            Advance();
        }

        return keys.Close();
    }

    private sealed class PathKeys(HoconPosition position)
    {
        private readonly List<string> _keys = [];
        private readonly StringBuilder _key = new();
        private bool _isQuoted;

        public void Add(HoconToken token, string space)
        {
            _ = _key.Append(space);
            if (token.Kind == HoconTokenKind.Quoted)
            {
                _ = _key.Append(token.Text);
                _isQuoted = true;
                return;
            }

            string[] pieces = token.Text.Split('.');
            for (int i = 0; i < pieces.Length; i++)
            {
                if (i > 0)
                {
                    CloseKey();
                }

                _ = _key.Append(pieces[i]);
            }
        }

        public HoconPath Close()
        {
            CloseKey();
            return new(_keys);
        }

        private void CloseKey()
        {
            if (_key.Length == 0 && !_isQuoted)
            {
                throw ConfigurationException.At(position, "a path has an empty key: an empty key is written \"\"");
            }

            if (_keys.Count == ConfigLimits.NestingMax)
            {
                throw ConfigurationException.At(position, $"a path has more than {ConfigLimits.NestingMax} keys");
            }

            _keys.Add(_key.ToString());
            _ = _key.Clear();
            _isQuoted = false;
        }
    }
}
