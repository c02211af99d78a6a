namespace PhyrActors.Model;

/// <summary>A run of physical bytes that a device may be asked to touch.</summary>
/// <remarks>Shape: <c>[Start, Last]</c>, both inclusive. Unit: bytes. 16 bytes in memory, the size of a bio_vec.
/// <c>default</c> is no range. Source: Phyr Starter, linux-mm, January 2022.</remarks>
public readonly record struct Phyr
{
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or runs past 2^64 - 1.</exception>
    public Phyr(PhysAddr start, ulong lengthBytes)
    {
        if (lengthBytes == 0 || lengthBytes - 1 > ulong.MaxValue - start.Value)
        {
            throw Refusals.NoRange(start.ToString(), lengthBytes);
        }

        (Start, LengthBytes) = (start, lengthBytes);
    }

    public PhysAddr Start { get; private init; }

    public ulong LengthBytes { get; private init; }

    public PhysAddr Last => Start + (LengthBytes - 1);

    public bool Contains(PhysAddr address) => Start <= address && address <= Last;

    public bool Contains(Phyr other) => Start <= other.Start && other.Last <= Last;

    public bool Overlaps(Phyr other) => Start <= other.Last && other.Start <= Last;

    /// <summary>Whether <paramref name="next"/> begins at the byte after <see cref="Last"/>.</summary>
    public bool IsFollowedBy(Phyr next) => Last < next.Start && next.Start - Last == 1;

    /// <summary>A block of frames, which is never empty and never runs past 2^64 - 1.</summary>
    internal static Phyr OfBlock(ulong head, int order) => new()
    {
        Start = new PhysAddr(head << Pfn.FrameSizeLog2),
        LengthBytes = Pfn.FrameSizeBytes << order,
    };

    public override string ToString() => $"[{Start}, {Last}]";
}
