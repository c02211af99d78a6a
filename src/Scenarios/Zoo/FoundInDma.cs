using PhyrActors.Model;
using static PhyrActors.Scenarios.ZooEntry;

namespace PhyrActors.Scenarios;

/// <summary>Defects in the DMA API and in those who use it.</summary>
internal static class FoundInDma
{
    private const string Backends = "backends.conf";

    private static readonly ZooEntry s_linkedTwice = Data(
        Mutation.M20, string.Empty, string.Empty, "I-9", "dpor-mr.conf", "fork.rate = 0");

    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        Race(
            Mutation.M22,
            "whether an unmap is needed is asked before the map",
            "include/linux/dma-mapping.h:dma_need_unmap()",
            "I-39",
            Backends,
            "dma.backend = swiotlb"),
        Race(
            Mutation.M25,
            "a bounce slot goes back without waiting for its unmap",
            "drivers/iommu/dma-iommu.c:iommu_dma_unmap_phys()",
            "I-40",
            Backends,
            "dma.buffers = 1",
            "dma.rounds = 1"),
        Race(
            Mutation.A1,
            "a list is given back while a device uses it as an alias",
            "M. Wilcox, \"Phyr Starter\", linux-mm, January 2022",
            "I-1",
            Backends,
            "dma.backend = direct",
            "dma.buffers = 1",
            "dma.rounds = 1"),
        Race(
            Mutation.A2,
            "a driver unmaps while its device still works",
            "Documentation/core-api/dma-api-howto.rst",
            "I-15",
            Backends),
        Data(
            Mutation.S1,
            "a slot for a device that writes is not filled first",
            "ddbd89deb7d3 \"swiotlb: fix info leak with DMA_FROM_DEVICE\", CVE-2022-0854",
            "I-40",
            Backends,
            "dma.backend = swiotlb",
            "dma.buffers = 1",
            "dma.rounds = 1"),
        Race(
            Mutation.B27,
            "a link that failed half-way counts as done",
            "81e7223b1a2d \"block: fix partial IOVA mapping cleanup in blk_rq_dma_map_iova\"",
            "I-12",
            "map-errors.conf"),
        Race(
            Mutation.D1,
            "a refused map is told as done",
            "6fc7e8a3b811 \"iommu: Fix loss of errno on map failure for classic ops\"",
            "I-12",
            "map-errors.conf"),
        Like(
            s_linkedTwice,
            "D2",
            "every range of a list is linked at offset 0",
            "drivers/dma-buf/dma-buf-mapping.c:dma_buf_phys_vec_to_sgt(), 0b9828c7231e"),
        Race(
            Mutation.D3,
            "a window is given back with the length that is linked",
            "drivers/iommu/dma-iommu.c:__iommu_dma_iova_unlink(), v6.16 and v7.0",
            "I-7",
            "map-errors.conf"),
        Race(
            Mutation.D3a,
            "a failed request is undone with the length so far, not with what is linked",
            "drivers/nvme/host/pci.c:nvme_unmap_data(), v7.0, read and not confirmed",
            "I-11",
            "map-errors.conf"),
        Beyond(
            "D4",
            "the unwinding of a bounced link begins at offset 0",
            "6ec91df8aff7, after 433a76207dcf",
            "bounced pieces are mapped one window each, so that a link never has a head, a middle and a tail."),
        Race(
            Mutation.D5,
            "dma_iova_unlink gives a bounce slot back before the entry",
            "drivers/iommu/dma-iommu.c:iommu_dma_iova_unlink_range_slow(), v7.0",
            "I-40",
            Backends,
            "dma.buffers = 1",
            "dma.rounds = 1"),
        Beyond(
            "B28",
            "dma-debug is told of an unmap too late and sees an overlap",
            "kernel/dma/debug.c:debug_dma_unmap_phys(), v7.0",
            "the call itself is judged, so that the order of its two steps does not exist."),
        Data(
            Mutation.B29,
            "the slot search steps past the slots that it has found free",
            "CVE-2024-35814, 3e7acd6e25ba \"swiotlb: Fix double-allocation of slots\"",
            "I-40",
            Backends,
            "dma.backend = swiotlb",
            "dma.buffer = 4KiB",
            "dma.buffers = 64",
            "dma.pool = 256KiB"),
        Data(
            Mutation.B29a,
            "an unmap names the memory in the place of the device address",
            "a54afbc8a213 \"nvme-pci: DMA unmap the correct regions in nvme_free_sgls\"",
            "DD2",
            Backends,
            "dma.buffers = 1",
            "dma.rounds = 1"),
        Beyond(
            "B29b",
            "the tree of areas does not learn that an area was split",
            "e7250ab7ca49 \"iommufd: Fix missing update of domains_itree after splitting iopt_area\"",
            "every user of an iopt_pages has all of it: there are no areas."),
        Tested(
            "B30",
            "a piece in the middle begins inside a page, and nobody maps it otherwise",
            "drivers/infiniband/core/rw.c:rdma_rw_ctx_init_bvec(), read and not confirmed",
            "I-11",
            "DmaIovaStateTests"),
        Beyond(
            "B31",
            "a failed export frees what its release has freed",
            "e98137f0a874 \"vfio/pci: Fix double free in dma-buf feature\"",
            "an export is an actor and has no count that an error path could drop twice."),
        Beyond(
            "B33",
            "locked memory is accounted by a worker, after the map",
            "0cfef2b7410b \"vfio/type1: Remove locked page accounting workqueue\"",
            "a charge and its check are one step of whoever pins."),
    ];
}
