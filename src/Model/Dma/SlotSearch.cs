namespace PhyrActors.Model;

/// <summary>What a run of slots must fulfil.</summary>
/// <param name="Slots">How many.</param>
/// <param name="Stride">Every so many a candidate.</param>
/// <param name="KeptMask">Bits of the address that must be the original's.</param>
/// <param name="Kept">These bits.</param>
/// <param name="BoundaryMask">No run reaches over a multiple of this plus one.</param>
internal readonly record struct SlotSearch(int Slots, int Stride, ulong KeptMask, ulong Kept, ulong BoundaryMask)
{
    private const ulong SlotMask = SwiotlbSettings.SlotBytes - 1;

    /// <remarks>A page or more is page-aligned where nobody asks for another alignment; bits that the offset into the
    /// first slot keeps need no aligned slot.</remarks>
    public static SlotSearch For(DmaDevice device, PhysAddr original, ulong allocAlignMask, ulong allocBytes)
    {
        bool isPlain = allocAlignMask == 0 && device.MinAlignMask == 0 && allocBytes >= Pfn.FrameSizeBytes;
        ulong align = (isPlain ? Pfn.FrameSizeBytes - 1 : allocAlignMask) | SlotMask;
        ulong kept = device.MinAlignMask & ~align;
        return new SlotSearch(
            (int)((allocBytes + SlotMask) >> SwiotlbSettings.SlotLog2),
            (int)((Math.Max(align, kept) >> SwiotlbSettings.SlotLog2) + 1),
            kept,
            original.Value & kept,
            device.SegmentBoundaryMask);
    }

    /// <summary>A run may begin at an address.</summary>
    public bool Allows(PhysAddr start)
    {
        ulong last = start.Value + ((ulong)Slots << SwiotlbSettings.SlotLog2) - 1;
        return (start.Value & KeptMask) == Kept && (start.Value | BoundaryMask) == (last | BoundaryMask);
    }
}
