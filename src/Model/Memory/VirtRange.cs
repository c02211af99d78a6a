namespace PhyrActors.Model;

/// <summary>A part of an address space, <c>[Start, End)</c>.</summary>
public readonly record struct VirtRange(VirtAddr Start, VirtAddr End)
{
    /// <summary>All of an address space.</summary>
    public static VirtRange All => new(default, new VirtAddr(ulong.MaxValue));

    public bool Overlaps(VirtRange other) => Start < other.End && other.Start < End;

    /// <summary>The smallest range that holds both.</summary>
    public VirtRange HullWith(VirtRange other) =>
        new(Start < other.Start ? Start : other.Start, End > other.End ? End : other.End);

    public bool Contains(VirtAddr address) => Start <= address && address < End;
}
