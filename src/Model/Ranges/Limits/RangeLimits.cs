using System.Numerics;

namespace PhyrActors.Model;

/// <summary>What a device or a format can take in one segment; applied while a list is walked, never stored.</summary>
/// <remarks>Masks are all ones below a power of two; 0 for no such limit. Source: struct queue_limits of
/// include/linux/blkdev.h and struct device_dma_parameters, v6.12.</remarks>
public sealed record RangeLimits
{
    public static readonly RangeLimits None = new();

    /// <summary>The longest segment.</summary>
    public ulong MaxBytes { get; init; } = ulong.MaxValue;

    /// <summary>No segment reaches over a multiple of this plus one.</summary>
    public ulong BoundaryMask { get; init; } = ulong.MaxValue;

    /// <summary>Where the limits force a cut it is at a multiple of this plus one, of the address.</summary>
    public ulong AlignMask { get; init; }

    /// <summary>Only a request's first segment may begin and only its last may end inside this plus one.</summary>
    public ulong VirtBoundaryMask { get; init; }

    /// <summary>The blocks by which a device can be told of a list, bit n for 2^n bytes: segments are then blocks of
    /// the largest that can be (<see cref="BestBlock"/>). 0: no blocks.</summary>
    public ulong BlockSizes { get; init; }

    /// <summary>Where the device finds the first byte, which decides on the block; null: under its own
    /// address.</summary>
    public ulong? HardwareStart { get; init; }

    /// <exception cref="ArgumentException">A mask is not all ones below a power of two, or no cut is
    /// possible.</exception>
    public void Check()
    {
        Refusals.ThrowIf(IsMask(BoundaryMask) && IsMask(AlignMask) && IsMask(VirtBoundaryMask)
            ? null
            : "A mask of limits is one less than a power of two.");
        Refusals.ThrowIf(MaxBytes > AlignMask && BoundaryMask >= AlignMask
            ? null
            : $"Segments of {MaxBytes} bytes cannot end at multiples of {AlignMask} + 1.");
    }

    /// <summary>The block of a list, where blocks are asked for.</summary>
    /// <exception cref="ArgumentException">No block that the other limits leave says the list.</exception>
    internal PageSize? BlockOf<TRange>(IRangeStorage<TRange> memory)
        where TRange : struct, IRange<TRange>
    {
        if (BlockSizes == 0)
        {
            return null;
        }

        int largestLog2 = BitOperations.Log2(Math.Min(MaxBytes - 1, BoundaryMask) + 1);
        ulong sizes = BlockSizes & (ulong.MaxValue >> (63 - largestLog2));
        PageSize? block = BestBlock.Of(memory, sizes, HardwareStart);
        Refusals.ThrowIf(block is not null
            ? null
            : $"{Refusals.First(memory)}: no block of sizes 0x{sizes:x} says the list.");
        return block;
    }

    /// <summary>The bytes of a run that the first segment takes.</summary>
    /// <param name="startValue">Where it begins.</param>
    /// <param name="lengthBytes">Its length.</param>
    /// <param name="block">The list's block.</param>
    internal ulong Take(ulong startValue, ulong lengthBytes, PageSize? block)
    {
        ulong boundaryMask = block is { } size ? size.OffsetMask : BoundaryMask;
        ulong lastOffset = Math.Min(MaxBytes - 1, boundaryMask - (startValue & boundaryMask));
        if (lengthBytes - 1 <= lastOffset)
        {
            return lengthBytes;
        }

        ulong roomBytes = lastOffset + 1;
        ulong overBytes = unchecked(startValue + roomBytes) & AlignMask;
        return roomBytes > overBytes ? roomBytes - overBytes : roomBytes;
    }

    private static bool IsMask(ulong mask) => (mask & unchecked(mask + 1)) == 0;
}
