using System.Buffers.Binary;
using System.Numerics;

namespace PhyrActors.Exploration;

/// <summary>How many classes runs were in, and what share of further runs would be in none of them, in the same little
/// memory however many runs there are.</summary>
/// <remarks>Keeps only classes whose hash begins with so many zero bits, one bit more whenever there are too many: a
/// sample of the classes, in which each is counted as often as it comes. Source: Gibbons, "Distinct sampling", VLDB
/// 2001; the unseen share is Good and Turing's, the classes met once over the runs.</remarks>
public sealed class ClassSample
{
    private const int KeptMax = 1 << 14;
    private const ulong AgainBit = 1;

    private readonly ulong[] _places = new ulong[KeptMax * 2];
    private int _level;
    private int _kept;
    private int _once;

    /// <summary>Runs that were added.</summary>
    public long Runs { get; private set; }

    /// <summary>How many classes there were: exact while they are few, else an estimate.</summary>
    public long Distinct => (long)_kept << _level;

    /// <summary>The estimated chance that a further run is in a class not met so far, in [0, 1].</summary>
    public double UnseenShare => Runs == 0 ? 1 : Math.Min(1, (double)((long)_once << _level) / Runs);

    public void Add(ulong hash)
    {
        Runs++;
        if (!IsSampled(hash))
        {
            return;
        }

        ulong key = KeyOf(hash);
        ref ulong place = ref PlaceOf(key);
        if (place != 0)
        {
            _once -= (place & AgainBit) == 0 ? 1 : 0;
            place |= AgainBit;
            return;
        }

        place = key;
        (_kept, _once) = (_kept + 1, _once + 1);
        while (_kept > KeptMax)
        {
            _level++;
            Refill(Kept());
        }
    }

    /// <summary>All of it, to be read by <see cref="Load"/>.</summary>
    public byte[] Save()
    {
        ulong[] words = [(ulong)_level, (ulong)Runs, .. Kept()];
        byte[] bytes = new byte[words.Length * sizeof(ulong)];
        foreach ((int i, ulong word) in words.Index())
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), word);
        }

        return bytes;
    }

    /// <exception cref="ArgumentException">These are no bytes of <see cref="Save"/>.</exception>
    public static ClassSample Load(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 * sizeof(ulong) || bytes.Length % sizeof(ulong) != 0
            || bytes.Length > (KeptMax + 2) * sizeof(ulong))
        {
            throw new ArgumentException("These are not the bytes of a sample of classes.", nameof(bytes));
        }

        ulong[] words = new ulong[bytes.Length / sizeof(ulong)];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * sizeof(ulong))..]);
        }

        ClassSample sample = new() { _level = (int)(words[0] & 63), Runs = (long)(words[1] & long.MaxValue) };
        sample.Refill(words[2..]);
        return sample;
    }

    private bool IsSampled(ulong hash) => BitOperations.LeadingZeroCount(hash) >= _level;

    /// <summary>0 is a free place, and the lowest bit says "met again".</summary>
    private static ulong KeyOf(ulong hash) => (hash | AgainBit) == AgainBit ? 2 : hash & ~AgainBit;

    private ulong[] Kept() => [.. _places.Where(static place => place != 0)];

    private void Refill(ulong[] kept)
    {
        Array.Clear(_places);
        (_kept, _once) = (0, 0);
        foreach (ulong place in kept)
        {
            if (IsSampled(place))
            {
                PlaceOf(place & ~AgainBit) = place;
                _kept++;
                _once += (place & AgainBit) == 0 ? 1 : 0;
            }
        }
    }

    private ref ulong PlaceOf(ulong key)
    {
        int mask = _places.Length - 1;
        int at = (int)((key >> 20) & (ulong)mask);
        while (_places[at] != 0 && (_places[at] & ~AgainBit) != key)
        {
            at = (at + 1) & mask;
        }

        return ref _places[at];
    }
}
