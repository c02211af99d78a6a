namespace PhyrActors.Model;

/// <summary>Arithmetic of the four-level table: levels count upwards, 1 holds the 4 KiB leaves, 4 is the
/// root.</summary>
/// <remarks>Shape: 512 entries of 8 bytes a table page, 48 address bits: x86-64 and VT-d second stage.</remarks>
public static class IoLevel
{
    public const int Leaf = 1;
    public const int Root = 4;
    public const int EntriesLog2 = 9;
    public const int Entries = 1 << EntriesLog2;
    public const int AddressBits = Pfn.FrameSizeLog2 + (Root * EntriesLog2);

    /// <summary>The highest address a table can translate.</summary>
    public static readonly Iova AddressLast = new((1UL << AddressBits) - 1);

    /// <summary>log2 of the bytes that one entry of this level covers.</summary>
    public static int EntrySizeLog2(int level) => Pfn.FrameSizeLog2 + ((level - 1) * EntriesLog2);

    /// <summary>log2 of the bytes that a whole table of this level covers.</summary>
    public static int TableSizeLog2(int level) => Pfn.FrameSizeLog2 + (level * EntriesLog2);

    /// <summary>The slot that holds the entry for an address.</summary>
    public static int IndexOf(Iova iova, int level) => (int)((iova.Value >> EntrySizeLog2(level)) & (Entries - 1));

    /// <summary>The level whose entries have this leaf size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No level has leaves of this size.</exception>
    public static int Of(PageSize size) => size.Log2 switch
    {
        12 => 1,
        21 => 2,
        30 => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "no level has such leaves"),
    };

    /// <summary>The size of a leaf of this level.</summary>
    public static PageSize PageSizeOf(int level) => new(EntrySizeLog2(level));
}
