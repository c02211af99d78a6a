namespace PhyrActors.Model;

/// <summary>Hands out ranges of one domain's I/O virtual addresses.</summary>
/// <remarks>Lengths are in bytes and count in granules of 4 KiB, rounded up. Live ranges never meet each other or a
/// reserved one, start at a multiple of the power of two that holds their length, and never contain address
/// 0.</remarks>
public interface IIovaAllocator
{
    /// <summary>Live allocations.</summary>
    int LiveCount { get; }

    /// <summary>Bytes in live allocations, whole granules.</summary>
    ulong LiveBytes { get; }

    /// <summary>Takes a range that ends at or below an inclusive limit.</summary>
    /// <returns>False when no legal place is free: the kernel's allocators answer 0 then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is zero.</exception>
    bool TryAllocate(ulong lengthBytes, Iova limitLast, out Iova start);

    /// <summary>Gives a whole allocation back.</summary>
    /// <returns>EINVAL when nothing live starts there, or its length differs.</returns>
    Errno Free(Iova start, ulong lengthBytes);

    /// <summary>Takes every granule that a range touches out of use for good; reserved ranges may overlap.</summary>
    /// <returns>EBUSY when a live allocation is in the way.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is zero or the range runs past 2^64 - 1.</exception>
    Errno Reserve(Iova start, ulong lengthBytes);

    /// <summary>A live allocation starts at this address.</summary>
    bool IsLive(Iova start);
}
