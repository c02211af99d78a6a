namespace PhyrActors.Model;

/// <summary>The bounce pool of a machine.</summary>
/// <param name="Start">Its first byte, at a multiple of a segment.</param>
/// <param name="Slots">Slots of 2 KiB, a multiple of <see cref="SegmentSlots"/> times the areas; 0: there is no
/// pool.</param>
/// <param name="Areas">Parts with locks of their own, a power of two; a CPU begins in its own.</param>
public sealed record SwiotlbSettings(PhysAddr Start, int Slots, int Areas = 1)
{
    /// <summary>log2 of a slot's bytes (IO_TLB_SHIFT).</summary>
    public const int SlotLog2 = 11;

    public const ulong SlotBytes = 1UL << SlotLog2;

    /// <summary>What one mapping can take at most, and never across a multiple of them (IO_TLB_SEGSIZE).</summary>
    public const int SegmentSlots = 128;

    public ulong LengthBytes => (ulong)Slots << SlotLog2;

    public int AreaSlots => Slots / Areas;

    public bool Contains(PhysAddr address) => address >= Start && address - Start < LengthBytes;
}

/// <summary>A piece of the pool in use, and what it stands for.</summary>
/// <param name="Address">What the device is given.</param>
/// <param name="Original">The memory that it stands for.</param>
/// <param name="LengthBytes">How much was asked for.</param>
public readonly record struct BounceSlot(PhysAddr Address, PhysAddr Original, ulong LengthBytes)
{
    public Phyr Phyr => new(Address, LengthBytes);
}
