namespace PhyrActors.Model;

/// <summary>A slip of the rlist work in progress, to be put into one list on purpose.</summary>
/// <remarks>Ids and descriptions: docs/bug-zoo.md, R-M1 to R-M11. They concern one data structure and need neither an
/// actor nor a schedule, so a world has no switch for them.</remarks>
public enum RListSlip
{
    None = 0,

    /// <summary>The end of a chunk is told by the type of an entry, and frames have that type.</summary>
    M1 = 1,

    /// <summary>"Is empty" answers whether there is a first entry.</summary>
    M2 = 2,

    /// <summary>A seek waits for an entry that begins behind and ends before the place.</summary>
    M3 = 3,

    /// <summary>Chunks are taken ahead only where there are enough.</summary>
    M4 = 4,

    /// <summary>A base is complained of where it is aligned.</summary>
    M5 = 5,

    /// <summary>The window is rounded up to the first range's length instead of a granule.</summary>
    M6 = 6,

    /// <summary>An unmap begins at a granule, and its length counts from the byte.</summary>
    M7 = 7,

    /// <summary>The pages to unpin are not rounded up.</summary>
    M8 = 8,

    /// <summary>A list that is destroyed keeps its chunks.</summary>
    M9 = 9,

    /// <summary>The length of a device's list is read from the CPU's, which only an alias has.</summary>
    M10 = 10,

    /// <summary>The window is as long as the last range looked at, even where nothing needs one.</summary>
    M11 = 11,
}
