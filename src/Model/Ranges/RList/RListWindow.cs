namespace PhyrActors.Model;

/// <summary>The IOVA window that an rlist needs, and its unmapping.</summary>
/// <remarks>Peers on the same switch are reached by bus address and need none. Source: lib/rlist_dma.c of a work in
/// progress, April 2023.</remarks>
public static class RListWindow
{
    private static readonly PageSize s_granule = PageSize.Size4KiB;

    /// <summary>Bytes of IOVA for all ranges that need it, in whole granules; 0: none needs any.</summary>
    /// <param name="cpu">What is to be mapped.</param>
    /// <param name="slip">What to do wrong.</param>
    public static ulong BytesFor(IRangeStorage<CpuRange> cpu, RListSlip slip = RListSlip.None)
    {
        ulong bytes = 0;
        ulong firstBytes = 0;
        ulong lastBytes = 0;
        foreach (CpuRange range in new RangeCursor<CpuRange>(cpu))
        {
            lastBytes = range.LengthBytes;
            if (!range.IsLent)
            {
                firstBytes = firstBytes == 0 ? range.LengthBytes : firstBytes;
                bytes += range.Frames << Pfn.FrameSizeLog2;
            }
        }

        return slip switch
        {
            RListSlip.M6 when firstBytes > 0 => (bytes + firstBytes - 1) / firstBytes * firstBytes,
            RListSlip.M11 => bytes == 0 ? lastBytes : bytes,
            _ => bytes,
        };
    }

    /// <summary>Writes the device's side: what needs IOVA one behind the other, granule by granule.</summary>
    /// <param name="cpu">What is to be mapped.</param>
    /// <param name="toBus">Where a peer's memory is on the bus.</param>
    public static RListDma Map(IRangeStorage<CpuRange> cpu, Func<CpuRange, BusAddr> toBus)
    {
        ArgumentNullException.ThrowIfNull(toBus);
        RListDma dma = new();
        ulong offsetBytes = 0;
        foreach (CpuRange range in new RangeCursor<CpuRange>(cpu))
        {
            if (range.IsLent)
            {
                dma.AppendBus(toBus(range), range.LengthBytes);
            }
            else
            {
                dma.AppendRelative(offsetBytes + range.OffsetInFrameBytes, range.LengthBytes);
                offsetBytes += range.Frames << Pfn.FrameSizeLog2;
            }
        }

        return dma;
    }

    /// <summary>The whole granules that an unmap of some bytes clears.</summary>
    public static (Iova Start, ulong LengthBytes) Unmap(DmaRange range, RListSlip slip = RListSlip.None)
    {
        ulong start = range.Iova.Value & ~s_granule.OffsetMask;
        ulong skippedBytes = slip == RListSlip.M7 ? 0 : range.Iova.Value - start;
        ulong lengthBytes = (skippedBytes + range.LengthBytes + s_granule.OffsetMask) & ~s_granule.OffsetMask;
        return (new Iova(start), lengthBytes);
    }
}
