namespace PhyrActors.Runtime.Tests;

/// <summary>A stream of draws that a seed decides on every machine (SplitMix64, Steele and others 2014).</summary>
internal sealed class HoconDraws(int seed)
{
    private static readonly string[] Pieces =
    [
        "a", "Z", "0", "-", "_", ".", " ", "\t", "\n", "\"", "\"\"\"", "\\", "$", "${", "}", "{", "[", "]", "#", "//",
        "+=", "=", ":", ",", "include", "true", "null", "1e5", "\u00e9", "\u2028", "\u00a0", "\0", "\ud83d\ude00", "'",
    ];

    private ulong _state = unchecked((ulong)seed);

    /// <summary>A number from 0 to <paramref name="end"/>, exclusive.</summary>
    public int Below(int end)
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)end);
        }
    }

    public T Pick<T>(params IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>A string that is likely to need quotes.</summary>
    public string Text() => string.Concat(Enumerable.Range(0, Below(5)).Select(_ => Pick(Pieces)));

    /// <summary>A document with one to eight slips in it: characters lost, doubled, replaced or moved.</summary>
    public string Mutate(string document)
    {
        string text = document;
        for (int slips = 1 + Below(8); slips > 0; slips--)
        {
            int at = Below(text.Length + 1);
            int length = Math.Min(Below(Below(4) == 0 ? 40 : 3), text.Length - at);
            text = Below(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, text.Substring(at, length)),
                2 => text.Insert(at, Pick(Pieces)),
                3 => string.Concat(text.AsSpan(0, at), ((char)Below(0x10000)).ToString(), text.AsSpan(at + length)),
                _ => text.Insert(Below(text.Length + 1), text.Substring(at, length)),
            };
        }

        return text;
    }
}
