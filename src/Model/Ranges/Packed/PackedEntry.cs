namespace PhyrActors.Model;

/// <summary>A block of frames as 8 bytes: bits 51:0 the frame number, 56:52 the order.</summary>
/// <remarks>Source: mode 00 of the packed encoding (J. Gunthorpe, linux-mm, January 2022).</remarks>
public static class PackedEntry
{
    private const ulong FrameMask = (1UL << FrameBlock.FrameBits) - 1;

    public static ulong Encode(FrameBlock block) => Of(block.Head.Value, block.Order);

    /// <exception cref="ArgumentOutOfRangeException">The word is no natural block.</exception>
    public static FrameBlock Decode(ulong entry) => new(new Pfn(HeadOf(entry)), OrderOf(entry));

    internal static ulong Of(ulong head, int order) => head | ((ulong)order << FrameBlock.FrameBits);

    internal static ulong HeadOf(ulong entry) => entry & FrameMask;

    internal static int OrderOf(ulong entry) => (int)(entry >> FrameBlock.FrameBits);
}
