using System.Numerics;

namespace PhyrActors.Model;

/// <summary>2^Order frames that begin at a multiple of their own number: the natural shape of a folio.</summary>
/// <remarks>Units: <see cref="Head"/> and <see cref="End"/> in frames of 4 KiB; <see cref="End"/> is
/// exclusive. 8 bytes, as <see cref="PackedEntry"/> writes them.</remarks>
public readonly record struct FrameBlock
{
    /// <summary>The largest order that the packed encoding can say: 2^31 frames, 8 TiB.</summary>
    public const int OrderMax = 31;

    /// <summary>Frame numbers are below 2^52: byte addresses have 64 bits.</summary>
    public const int FrameBits = 52;

    private readonly ulong _entry;

    /// <exception cref="ArgumentOutOfRangeException">The order is above <see cref="OrderMax"/>, or the head is not a
    /// multiple of 2^order or does not fit 52 bits.</exception>
    public FrameBlock(Pfn head, int order)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)order, (uint)OrderMax, nameof(order));
        ArgumentOutOfRangeException.ThrowIfNotEqual(head.Value & ((1UL << order) - 1), 0UL, nameof(head));
        ArgumentOutOfRangeException.ThrowIfNotEqual(head.Value >> FrameBits, 0UL, nameof(head));
        _entry = PackedEntry.Of(head.Value, order);
    }

    public Pfn Head => new(PackedEntry.HeadOf(_entry));

    public int Order => PackedEntry.OrderOf(_entry);

    public ulong Frames => 1UL << Order;

    public ulong LengthBytes => Pfn.FrameSizeBytes << Order;

    public Pfn End => Head + Frames;

    public bool Contains(Pfn frame) => Head <= frame && frame < End;

    /// <summary>The block of <paramref name="order"/> that holds a frame.</summary>
    public static FrameBlock Holding(Pfn frame, int order) => new(new Pfn(frame.Value >> order << order), order);

    /// <summary>The largest block that begins at <paramref name="start"/> and has at most <paramref name="frames"/>
    /// frames and at most <paramref name="orderMax"/> as order: repeated, the fewest blocks that tile a
    /// run.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frames"/> is 0.</exception>
    public static FrameBlock LargestAt(Pfn start, ulong frames, int orderMax = OrderMax)
    {
        ArgumentOutOfRangeException.ThrowIfZero(frames);
        int alignment = BitOperations.TrailingZeroCount(start.Value);
        return new FrameBlock(start, Math.Min(Math.Min(alignment, BitOperations.Log2(frames)), orderMax));
    }

    public override string ToString() => $"{Head} order {Order}";
}
