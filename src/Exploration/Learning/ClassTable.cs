namespace PhyrActors.Exploration;

/// <summary>The classes of all runs so far, and which of them were met once only.</summary>
/// <remarks>A table of hashes whose lowest bit says "met again": eight bytes a class, and half of the places
/// free.</remarks>
internal sealed class ClassTable
{
    private const ulong AgainBit = 1;

    private ulong[] _places = new ulong[1024];

    public long Count { get; private set; }

    /// <summary>Classes that exactly one run was in.</summary>
    public long Once { get; private set; }

    /// <returns>Whether the class is new.</returns>
    public bool Add(ulong hash)
    {
        // 0 is a free place.
        ulong key = (hash | AgainBit) == AgainBit ? 2 : hash & ~AgainBit;
        ref ulong place = ref PlaceOf(_places, key);
        if (place == 0)
        {
            place = key;
            (Count, Once) = (Count + 1, Once + 1);
            if (Count * 2 > _places.Length)
            {
                Grow();
            }

            return true;
        }

        Once -= (place & AgainBit) == 0 ? 1 : 0;
        place |= AgainBit;
        return false;
    }

    public void Save(TraceWriter writer)
    {
        writer.Number((ulong)Count);
        foreach (ulong place in _places)
        {
            if (place != 0)
            {
                writer.Word(place);
            }
        }
    }

    public static ClassTable Load(TraceReader reader)
    {
        ClassTable table = new();
        foreach (ulong place in reader.List(static r => r.Word()))
        {
            table.Add(place & ~AgainBit);
            if ((place & AgainBit) != 0)
            {
                table.Add(place);
            }
        }

        return table;
    }

    private static ref ulong PlaceOf(ulong[] places, ulong key)
    {
        int mask = places.Length - 1;
        int at = (int)((key >> 20) & (ulong)mask);
        while (places[at] != 0 && (places[at] & ~AgainBit) != key)
        {
            at = (at + 1) & mask;
        }

        return ref places[at];
    }

    private void Grow()
    {
        ulong[] larger = new ulong[_places.Length * 2];
        foreach (ulong place in _places)
        {
            if (place != 0)
            {
                PlaceOf(larger, place & ~AgainBit) = place;
            }
        }

        _places = larger;
    }
}
