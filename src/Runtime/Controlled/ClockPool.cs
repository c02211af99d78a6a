namespace PhyrActors.Runtime;

/// <summary>Arrays for clocks, handed out anew in every run.</summary>
/// <remarks>A clock may be seen by anything in its run, so none comes back before the run's end.</remarks>
internal sealed class ClockPool
{
    /// <summary>Widths are multiples of this: a vector register.</summary>
    public const int WidthUnit = 8;

    // What wider clocks and longer runs need, the garbage collector keeps.
    private const int WidthMax = 64;
    private const int KeptMax = 2048;

    private readonly Shelf[] _shelves = new Shelf[(WidthMax / WidthUnit) + 1];

    /// <summary>A clock with anything in it.</summary>
    public int[] Take(int width)
    {
        if (width > WidthMax)
        {
            return GC.AllocateUninitializedArray<int>(width);
        }

        ref Shelf shelf = ref _shelves[width / WidthUnit];
        if (shelf.Taken < shelf.Clocks?.Count)
        {
            return shelf.Clocks[shelf.Taken++];
        }

        int[] made = GC.AllocateUninitializedArray<int>(width);
        shelf.Clocks ??= [];
        if (shelf.Clocks.Count < KeptMax)
        {
            shelf.Clocks.Add(made);
            shelf.Taken++;
        }

        return made;
    }

    /// <summary>Every clock may be taken again.</summary>
    public void Clear()
    {
        foreach (ref Shelf shelf in _shelves.AsSpan())
        {
            shelf.Taken = 0;
        }
    }

    private struct Shelf
    {
        public List<int[]>? Clocks;
        public int Taken;
    }
}
