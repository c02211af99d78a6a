namespace PhyrActors.Runtime;

/// <summary>Reads the objects and fields of one document; values are <see cref="HoconValueParser"/>'s.</summary>
/// <remarks>Source: the HOCON specification, "Syntax".</remarks>
internal sealed class HoconParser
{
    private readonly HoconCursor _cursor;
    private readonly HoconDocuments _documents;
    private readonly HoconValueParser _values;
    private readonly HoconPath _prefix;
    private readonly List<HoconPath> _fields = [];
    private int _depth;

    /// <param name="cursor">Stands at the beginning of the document.</param>
    /// <param name="documents">Reads what it includes.</param>
    /// <param name="prefix">Where the document is included; the root for the first one.</param>
    /// <param name="depth">Containers around the object that the document stands for.</param>
    public HoconParser(HoconCursor cursor, HoconDocuments documents, HoconPath prefix, int depth)
    {
        (_cursor, _documents, _prefix, _depth) = (cursor, documents, prefix, depth);
        _values = new(cursor, this, prefix);
    }

    public HoconObjectExpression Document()
    {
        _ = _cursor.SkipNewLines();
        if (_cursor.Current.Kind == HoconTokenKind.ArrayStart)
        {
            throw _cursor.Expected("an object at the root of the document");
        }

        HoconObjectExpression root = new();
        if (_cursor.Current.Kind == HoconTokenKind.ObjectStart)
        {
            root = Object();
            _ = _cursor.SkipNewLines();
        }
        else
        {
            _depth++;
            Fields(root, HoconTokenKind.End);
        }

        return _cursor.Current.Kind == HoconTokenKind.End ? root : throw _cursor.Expected("the end of the document");
    }

    /// <summary>An object in braces.</summary>
    public HoconObjectExpression Object()
    {
        HoconPosition start = _cursor.Current.Position;
        Enter(1, start);
        _cursor.Advance();
        HoconObjectExpression result = new();
        Fields(result, HoconTokenKind.ObjectEnd);
        if (!_cursor.TryTake(HoconTokenKind.ObjectEnd))
        {
            throw ConfigurationException.At(start, "this '{' is never closed");
        }

        _depth--;
        return result;
    }

    /// <summary>A list in brackets.</summary>
    public HoconArrayExpression Array()
    {
        HoconPosition start = _cursor.Current.Position;
        Enter(1, start);
        _cursor.Advance();
        List<HoconLayer> items = [];
        _ = _cursor.SkipNewLines();
        while (_cursor.Current.Kind is not (HoconTokenKind.ArrayEnd or HoconTokenKind.End))
        {
            HoconPosition position = _cursor.Current.Position;
            items.Add(new(_values.Value(position, "a list element"), position));
            Separator(HoconTokenKind.ArrayEnd, "',', ']' or a new line");
        }

        if (!_cursor.TryTake(HoconTokenKind.ArrayEnd))
        {
            throw ConfigurationException.At(start, "this '[' is never closed");
        }

        _depth--;
        return new(items);
    }

    private void Fields(HoconObjectExpression target, HoconTokenKind end)
    {
        _ = _cursor.SkipNewLines();
        while (_cursor.Current.Kind is not HoconTokenKind.End && _cursor.Current.Kind != end)
        {
            if (_cursor.Current is { Kind: HoconTokenKind.Unquoted, Text: "include" })
            {
                HoconInclude include = HoconInclude.Read(_cursor);
                HoconPath at = _fields.Aggregate(_prefix, (path, field) => path + field);
                target.Absorb(_documents.Include(include, _cursor.Document, at, _depth - 1));
            }
            else
            {
                Field(target);
            }

            Separator(end, end == HoconTokenKind.End ? "',' or a new line" : "',', '}' or a new line");
        }
    }

    private void Field(HoconObjectExpression target)
    {
        HoconToken key = _cursor.Current;
        HoconPath path = _cursor.Path();
        Enter(path.Keys.Count - 1, key.Position);
        _fields.Add(path);
        _ = _cursor.SkipNewLines();
        bool isAppend = _cursor.TryTake(HoconTokenKind.Append);
        if (!isAppend && !_cursor.TryTake(HoconTokenKind.Assign) && _cursor.Current.Kind != HoconTokenKind.ObjectStart)
        {
            throw ConfigurationException.At(
                key.Position, $"key '{path}' has no value: expected '=', ':', '+=' or '{{', found {_cursor.Current}");
        }

        _ = _cursor.SkipNewLines();
        HoconExpression value = _values.Value(key.Position, $"a value for key '{path}'");
        target.Assign(path, new(isAppend ? new HoconAppend(new(value, key.Position)) : value, key.Position));
        _fields.RemoveAt(_fields.Count - 1);
        _depth -= path.Keys.Count - 1;
    }

    /// <summary>What stands between two fields or elements: new lines, or one comma with or without them.</summary>
    private void Separator(HoconTokenKind end, string expected)
    {
        bool isSeparated = _cursor.SkipNewLines();
        if (_cursor.TryTake(HoconTokenKind.Comma))
        {
            isSeparated = true;
            _ = _cursor.SkipNewLines();
        }

        if (!isSeparated && _cursor.Current.Kind is not HoconTokenKind.End && _cursor.Current.Kind != end)
        {
            string hint = _cursor.Current.Kind == HoconTokenKind.Assign ? " (put the value in quotes)" : "";
            throw _cursor.Expected(expected + hint);
        }
    }

    private void Enter(int levels, HoconPosition position)
    {
        _depth += levels;
        if (_depth > ConfigLimits.NestingMax)
        {
            throw ConfigurationException.At(position, $"nested deeper than {ConfigLimits.NestingMax} levels");
        }
    }
}
