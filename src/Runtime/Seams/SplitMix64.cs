using System.Runtime.CompilerServices;

namespace PhyrActors.Seams;

/// <summary>A small generator that is the same on every machine and runtime.</summary>
/// <remarks>Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
public struct SplitMix64(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>Mixes two words into one: the step of every identity and rolling hash here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong left, ulong right) => unchecked(Finish((left * Golden) + right + Golden));

    /// <summary>A hash of text that is the same in every process.</summary>
    public static ulong Hash(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ulong hash = 0xCBF29CE484222325;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 0x100000001B3);
        }

        return Finish(hash);
    }

    public ulong Next() => Finish(_state = unchecked(_state + Golden));

    /// <summary>A number in <c>[0, count)</c>, without bias worth naming for counts below 2^48.</summary>
    public ulong Below(ulong count)
    {
        ArgumentOutOfRangeException.ThrowIfZero(count);
        return Math.BigMul(Next(), count, out _);
    }

    /// <summary>A number in <c>[0, count)</c>.</summary>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)Below((ulong)count);
    }

    /// <summary>A number in <c>[0, 1)</c>.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    private static ulong Finish(ulong word)
    {
        unchecked
        {
            word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
            word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
            return word ^ (word >> 31);
        }
    }
}
