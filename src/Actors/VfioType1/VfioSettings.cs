namespace PhyrActors.Actors;

/// <summary>A container of VFIO: whose memory, and for which domains.</summary>
/// <param name="Process">Whose memory is pinned and charged.</param>
/// <param name="Pinner">Who pins it.</param>
/// <param name="Domains">Domains whose devices are in the container, at least one, in the order in which they were
/// attached.</param>
/// <param name="Account">The locked_vm of the process's mm.</param>
public sealed record VfioSettings(
    int Process, IActorRef Pinner, IReadOnlyList<IActorRef> Domains, MemlockAccount Account)
{
    /// <summary>Mappings at once (dma_entry_limit).</summary>
    public int EntryLimit { get; init; } = 65535;

    /// <summary>Pages that one call pins: what fits in a page of page pointers (VFIO_BATCH_MAX_CAPACITY).</summary>
    public int PinBatchPages { get; init; } = 512;

    /// <summary>Memory that counts for nobody: without struct page, or whose pages are PageReserved. It is pinned and
    /// not charged.</summary>
    /// <remarks>The zero page, which is reserved too, no pin for long ever finds (mm/gup.c:gup_must_unshare).</remarks>
    public IReadOnlyList<Phyr> Reserved { get; init; } = [];

    /// <summary>Mappings of memory without pages in the process (VM_PFNMAP), such as a device's BAR that the guest
    /// sees: they cannot be pinned, and need not be.</summary>
    public IReadOnlyList<(VirtAddr Start, Phyr Memory)> Pageless { get; init; } = [];

    /// <summary>Regions that share an invalidation at most (VFIO_IOMMU_TLB_SYNC_MAX).</summary>
    public int SyncRegionsMax { get; init; } = 512;
}
