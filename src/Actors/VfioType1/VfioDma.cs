namespace PhyrActors.Actors;

/// <summary>One mapping of a container (struct vfio_dma).</summary>
/// <remarks>The kernel keeps no list of what is pinned: it asks the table of the first domain (iommu_iova_to_phys).
/// Here the runs are kept instead, as pins go back by the list that they gave.</remarks>
internal sealed class VfioDma(long number, VfioType1Protocol.MapDma map)
{
    private readonly List<ContiguousRun> _runs = [];

    /// <summary>For charges: that of its first pin.</summary>
    public long Number { get; } = number;

    public Iova Start { get; } = map.Iova;

    public VirtAddr Memory { get; } = map.Start;

    public ulong AskedBytes { get; } = map.LengthBytes;

    public DmaDirection Direction { get; } = map.Direction;

    public Iova Last => Start + (AskedBytes - 1);

    /// <summary>What is mapped in all domains, from the start on (dma->size).</summary>
    public ulong MappedBytes { get; private set; }

    /// <summary>Charged pages whose pins have gone back.</summary>
    public ulong UnlockedPages { get; set; }

    /// <summary>Runs of contiguous memory, in the order of addresses.</summary>
    public IReadOnlyList<ContiguousRun> Runs => _runs;

    public bool Overlaps(Iova start, Iova last) => Start <= last && start <= Last;

    public void Add(ContiguousRun run)
    {
        _runs.Add(run);
        MappedBytes += run.LengthBytes;
    }
}
