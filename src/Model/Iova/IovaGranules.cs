namespace PhyrActors.Model;

/// <summary>Addresses and lengths of a domain in granules of 4 KiB.</summary>
internal static class IovaGranules
{
    public static ulong Count(ulong lengthBytes) => ((lengthBytes - 1) >> Pfn.FrameSizeLog2) + 1;

    public static ulong First(Iova start) => start.Value >> Pfn.FrameSizeLog2;

    /// <summary>The granule that holds the last byte of a range.</summary>
    /// <exception cref="OverflowException">The range runs past 2^64 - 1.</exception>
    public static ulong Last(Iova start, ulong lengthBytes) =>
        (start.Value + (lengthBytes - 1)) >> Pfn.FrameSizeLog2;

    /// <summary>The first granule that does not lie whole at or below an address.</summary>
    public static ulong End(Iova last)
    {
        bool lastIsWhole = (~last.Value & PageSize.Size4KiB.OffsetMask) == 0;
        return (last.Value >> Pfn.FrameSizeLog2) + (lastIsWhole ? 1UL : 0);
    }

    public static Iova AddressOf(ulong granule) => new(granule << Pfn.FrameSizeLog2);
}
