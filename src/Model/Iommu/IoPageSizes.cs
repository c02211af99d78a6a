using System.Numerics;

namespace PhyrActors.Model;

/// <summary>The leaf sizes a domain supports, as the kernel's pgsize_bitmap: bit n stands for 2^n bytes.</summary>
public readonly record struct IoPageSizes(ulong Bitmap)
{
    public static readonly IoPageSizes Only4KiB = new(1UL << 12);
    public static readonly IoPageSizes UpTo2MiB = new((1UL << 12) | (1UL << 21));
    public static readonly IoPageSizes UpTo1GiB = new((1UL << 12) | (1UL << 21) | (1UL << 30));

    /// <summary>The smallest size: the unit of every mapping.</summary>
    public PageSize Granule => new(BitOperations.TrailingZeroCount(Bitmap));

    /// <summary>An address or length, or several or-ed together, is whole granules: what a map or unmap must
    /// be.</summary>
    public bool IsWhole(ulong bits) => Granule.IsAligned(bits);

    public bool Contains(PageSize size) => (Bitmap >> size.Log2 & 1) != 0;

    /// <summary>The largest leaf usable at the start of a range, and how many of them before a larger one
    /// fits.</summary>
    /// <remarks>Source: drivers/iommu/iommu.c:iommu_pgsize(), v6.12. The run is cut at the boundary of the next larger
    /// size only if both addresses agree modulo that size and what follows holds one such page.</remarks>
    /// <exception cref="ArgumentException">The range is not aligned to the granule, or is empty.</exception>
    public PageSize Choose(Iova iova, PhysAddr phys, ulong lengthBytes, out ulong count)
    {
        ulong addressBits = iova.Value | phys.Value;
        int limitLog2 = Math.Min(BitOperations.Log2(lengthBytes), BitOperations.TrailingZeroCount(addressBits));
        ulong usable = Bitmap & MaskThrough(limitLog2);
        if (usable == 0)
        {
            throw new ArgumentException("no supported page size fits the range");
        }

        PageSize chosen = new(BitOperations.Log2(usable));
        count = CutAtLargerSize(chosen, iova.Value, phys.Value, lengthBytes) >> chosen.Log2;
        return chosen;
    }

    private ulong CutAtLargerSize(PageSize chosen, ulong iova, ulong phys, ulong lengthBytes)
    {
        ulong larger = Bitmap & ~MaskThrough(chosen.Log2);
        if (larger == 0)
        {
            return lengthBytes;
        }

        PageSize next = new(BitOperations.TrailingZeroCount(larger));
        if (((iova ^ phys) & next.OffsetMask) != 0)
        {
            return lengthBytes;
        }

        ulong toBoundary = next.Bytes - ((iova | phys) & next.OffsetMask);
        return lengthBytes >= toBoundary && lengthBytes - toBoundary >= next.Bytes ? toBoundary : lengthBytes;
    }

    private static ulong MaskThrough(int bit) => ulong.MaxValue >> (63 - Math.Min(bit, 63));
}
