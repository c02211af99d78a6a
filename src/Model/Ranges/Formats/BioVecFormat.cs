namespace PhyrActors.Model;

/// <summary>A run of bytes as the block layer keeps it: 16 bytes, of which 4 say the length.</summary>
/// <remarks>Units: <see cref="OffsetBytes"/> counts from the frame's start. Source: include/linux/bvec.h,
/// v6.12.</remarks>
public readonly record struct BioVec(Pfn Frame, uint LengthBytes, uint OffsetBytes)
{
    /// <exception cref="OverflowException">The range has 4 GiB or more.</exception>
    public static BioVec Of(Phyr phyr) => new(
        Pfn.Of(phyr.Start),
        checked((uint)phyr.LengthBytes),
        (uint)(phyr.Start.Value & PageSize.Size4KiB.OffsetMask));
}

/// <summary>What a range costs as an array of bio_vec.</summary>
public static class BioVecFormat
{
    public const ulong EntryBytes = 16;

    /// <summary>The longest entry that ends on a frame.</summary>
    public const ulong MaxSegmentBytes = uint.MaxValue & ~(Pfn.FrameSizeBytes - 1);

    public static ulong Entries(RangeCpu range) => new SegmentCursor(range, MaxSegmentBytes).CountRest();

    public static ulong Bytes(RangeCpu range) => Entries(range) * EntryBytes;
}
