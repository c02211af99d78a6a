namespace PhyrActors.Model;

/// <summary>Hands out ranges of one domain's I/O virtual addresses.</summary>
/// <remarks>Lengths are in bytes and count in granules of 4 KiB, rounded up. Live ranges never meet each other or a
/// reserved one, start at a multiple of the power of two that holds their length, and never contain address
/// 0.</remarks>
public interface IIovaAllocator
{
    /// <summary>Takes a range that ends at or below an inclusive limit.</summary>
    /// <param name="lengthBytes">How much, at least.</param>
    /// <param name="limitLast">The highest address that the device can send.</param>
    /// <param name="start">Where the range begins.</param>
    /// <param name="cpu">Whose caches are asked first.</param>
    /// <param name="mayFlush">Every CPU's caches may be emptied rather than refuse; the kernel's first attempt below
    /// 4 GiB may not.</param>
    /// <returns>False when no place is found: the kernel's allocators answer 0 then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is zero.</exception>
    bool TryAllocate(ulong lengthBytes, Iova limitLast, out Iova start, int cpu = 0, bool mayFlush = true);

    /// <summary>Gives a whole allocation back.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="lengthBytes">Its length.</param>
    /// <param name="cpu">In whose caches it may stay.</param>
    /// <param name="mayGrow">Whether there is memory for one more magazine where a CPU's are full; without, it goes
    /// back to the tree.</param>
    /// <returns>EINVAL when the allocator knows that nothing live of that length starts there.</returns>
    Errno Free(Iova start, ulong lengthBytes, int cpu = 0, bool mayGrow = true);

    /// <summary>Whether an allocation of such a length, given back now, needs memory for a magazine.</summary>
    bool NeedsMagazine(ulong lengthBytes, int cpu);

    /// <summary>Takes every granule that a range touches out of use for good; reserved ranges may overlap.</summary>
    /// <returns>EBUSY when a live allocation is in the way and the allocator cares.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is zero or the range runs past 2^64 - 1.</exception>
    Errno Reserve(Iova start, ulong lengthBytes);
}
