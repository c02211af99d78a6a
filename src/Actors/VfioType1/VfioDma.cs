namespace PhyrActors.Actors;

/// <summary>One mapping of a container (struct vfio_dma).</summary>
/// <remarks>The kernel keeps no list of what is pinned: it asks the table of the first domain (iommu_iova_to_phys).
/// Here
/// the runs are kept instead, as pins go back by the list that they gave.</remarks>
internal sealed class VfioDma(long number, VfioType1Protocol.MapDma map)
{
    private readonly List<VfioRun> _runs = [];

    /// <summary>For charges: that of its first pin.</summary>
    public long Number { get; } = number;

    public Iova Start { get; } = map.Iova;

    public VirtAddr Memory { get; } = map.Start;

    public ulong AskedBytes { get; } = map.LengthBytes;

    public DmaDirection Direction { get; } = map.Direction;

    public Iova Last => Start + (AskedBytes - 1);

    /// <summary>What is mapped in all domains, from the start on (dma->size).</summary>
    public ulong MappedBytes { get; private set; }

    public ulong ChargedPages { get; set; }

    /// <summary>Runs of contiguous memory, in the order of addresses.</summary>
    public IReadOnlyList<VfioRun> Runs => _runs;

    public bool Overlaps(Iova start, Iova last) => Start <= last && start <= Last;

    public void Add(VfioRun run)
    {
        _runs.Add(run);
        MappedBytes += run.LengthBytes;
    }
}

/// <summary>Chunks of one pin that lie one behind the other in memory.</summary>
/// <param name="Pin">The pin.</param>
/// <param name="Range">Its list.</param>
/// <param name="FirstChunk">The first chunk.</param>
/// <param name="Chunks">How many.</param>
/// <param name="Iova">Where the first is mapped.</param>
/// <param name="LengthBytes">How long they are.</param>
internal sealed record VfioRun(
    long Pin, RangeCpu Range, int FirstChunk, int Chunks, Iova Iova, ulong LengthBytes)
{
    public ulong Pages => LengthBytes >> Pfn.FrameSizeLog2;

    public int EndChunk => FirstChunk + Chunks;

    /// <summary>The longest run of a list from a chunk on.</summary>
    public static VfioRun Find(long pin, RangeCpu range, int firstChunk, Iova iova)
    {
        Phyr chunk = range[firstChunk];
        ulong lengthBytes = chunk.LengthBytes;
        int chunks = 1;
        while (firstChunk + chunks < range.ChunkCount)
        {
            Phyr next = range[firstChunk + chunks];
            if (chunk.Start + lengthBytes != next.Start)
            {
                break;
            }

            lengthBytes += next.LengthBytes;
            chunks++;
        }

        return new VfioRun(pin, range, firstChunk, chunks, iova, lengthBytes);
    }
}
