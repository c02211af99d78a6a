namespace PhyrActors.Model;

public sealed partial class IoPageTable
{
    /// <summary>Maps chunks of a list one behind the other; chunks that are neighbours in memory become one
    /// run.</summary>
    /// <remarks>All or nothing, in whole granules of 4 KiB around the ends. Work grows with chunks; a chunk of one page
    /// costs one look at the table used last. Source: drivers/iommu/iommu.c:iommu_map_sg(), v6.12.</remarks>
    /// <param name="iova">Where the first chunk goes.</param>
    /// <param name="range">The list.</param>
    /// <param name="firstChunk">The first of the chunks to map.</param>
    /// <param name="chunks">How many.</param>
    /// <param name="prot">What devices may do.</param>
    /// <param name="pool">Lends table pages.</param>
    /// <param name="gather">Receives tables that large leaves replaced.</param>
    /// <param name="mappedBytes">Bytes of the list mapped; 0 after a refusal.</param>
    /// <returns>As <see cref="Map(Iova, PhysAddr, ulong, IoProt, TableFramePool, IoGather)"/>.</returns>
    public Errno Map(
        Iova iova,
        RangeCpu range,
        int firstChunk,
        int chunks,
        IoProt prot,
        TableFramePool pool,
        IoGather gather,
        out ulong mappedBytes)
    {
        ArgumentNullException.ThrowIfNull(range);
        AdjacentRun run = default;
        ulong mapped = 0;
        Errno errno = Errno.None;
        for (int i = 0; i < chunks && errno == Errno.None; i++)
        {
            Phyr chunk = range[firstChunk + i];
            if (!run.TryAppend(chunk.Start, chunk.LengthBytes))
            {
                errno = MapGranules(iova + mapped, run, prot, pool, gather, ref mapped);
                run.Restart(chunk.Start, chunk.LengthBytes);
            }
        }

        if (errno == Errno.None && chunks > 0)
        {
            errno = MapGranules(iova + mapped, run, prot, pool, gather, ref mapped);
        }

        if (errno != Errno.None && mapped > 0)
        {
            Unmap(GranuleOf(iova), GranuleBytes(iova.Value, mapped), pool, gather);
            mapped = 0;
        }

        mappedBytes = mapped;
        return errno;
    }

    private Errno MapGranules(
        Iova iova,
        AdjacentRun run,
        IoProt prot,
        TableFramePool pool,
        IoGather gather,
        ref ulong mapped)
    {
        PhysAddr phys = new(run.Start.Value & ~PageSize.Size4KiB.OffsetMask);
        ulong bytes = GranuleBytes(run.Start.Value, run.LengthBytes);
        Errno errno = Map(GranuleOf(iova), phys, bytes, prot, pool, gather);
        mapped += errno == Errno.None ? run.LengthBytes : 0;
        return errno;
    }

    private static Iova GranuleOf(Iova address) => new(address.Value & ~PageSize.Size4KiB.OffsetMask);

    /// <summary>Bytes of the whole granules around a part: entries know nothing smaller.</summary>
    private static ulong GranuleBytes(ulong start, ulong lengthBytes)
    {
        ulong mask = PageSize.Size4KiB.OffsetMask;
        return ((start + (lengthBytes - 1)) | mask) - (start & ~mask) + 1;
    }
}
