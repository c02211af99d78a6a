using System.Text;

namespace PhyrActors.Runtime;

/// <summary>The keys that lead from the root of a configuration to a value.</summary>
internal sealed class HoconPath(IReadOnlyList<string> keys)
{
    public static readonly HoconPath Root = new([]);

    public IReadOnlyList<string> Keys => keys;

    public static HoconPath operator +(HoconPath path, HoconPath rest) => new([.. path.Keys, .. rest.Keys]);

    public static HoconPath operator +(HoconPath path, string key) => new([.. path.Keys, key]);

    /// <summary>The path that a caller wrote, such as <c>a.b."c.d"</c>.</summary>
    /// <exception cref="ArgumentException">The text is no path.</exception>
    public static HoconPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] keys = text.Split('.');
        if (Array.TrueForAll(keys, HoconText.IsPlainKey))
        {
            return new(keys);
        }

        try
        {
            return new HoconCursor(text, "path").WholePath();
        }
        catch (ConfigurationException refused)
        {
            throw new ArgumentException(refused.Message, nameof(text), refused);
        }
    }

    /// <summary>A key as it is written in a path: quoted where it must be.</summary>
    public static string Written(string key) => HoconText.IsPlainKey(key) ? key : HoconPrinter.Quote(key);

    public override string ToString()
    {
        StringBuilder text = new();
        foreach (string key in keys)
        {
            _ = (text.Length > 0 ? text.Append('.') : text).Append(Written(key));
        }

        return text.ToString();
    }
}
