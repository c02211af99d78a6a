using PhyrActors.Model;
using static PhyrActors.Scenarios.ZooEntry;

namespace PhyrActors.Scenarios;

/// <summary>Defects in RDMA and in what peers lend each other.</summary>
internal static class FoundInPeers
{
    private static readonly ZooEntry s_offFirst = Race(
        Mutation.D7,
        "a provider's memory is switched off before its users are gone",
        "CVE-2026-53322, d97708701434 \"vfio/pci: Clean up DMABUFs before disabling function\"",
        "I-26",
        "peers.conf");

    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        Race(
            Mutation.M15,
            "a dma-buf is mapped after it was revoked",
            "drivers/vfio/pci/vfio_pci_dmabuf.c:vfio_pci_dma_buf_map(), v7.0",
            "I-27",
            "dma-buf.conf"),
        Race(
            Mutation.M16,
            "a provider goes while peers hold its addresses",
            "drivers/pci/p2pdma.c:pcim_p2pdma_provider(), v7.0",
            "I-26",
            "peers.conf"),
        Data(
            Mutation.M17,
            "a bus address is given out although a port redirects",
            "drivers/pci/p2pdma.c:calc_map_type_and_dist(), v7.0",
            "I-29",
            "peers.conf",
            "p2p.unbind-after = 0s",
            "p2p.acs-after = 700us"),
        s_offFirst,
        Like(
            s_offFirst,
            "B32",
            "a user maps a BAR and switches its memory off",
            "CVE-2020-12888, 41311242221e, 11c4cd07ba11, abafbc551fdd"),
        Race(
            Mutation.B48,
            "a refused map keeps its reference on the provider",
            "6220694c52a5 \"PCI/P2PDMA: Release per-CPU pgmap ref when vm_insert_page() fails\"",
            "I-31",
            "peers.conf"),
        Beyond(
            "B49",
            "an assertion outlives the rule that it checks",
            "CVE-2026-46268, after b7e282378773",
            "a check that is out of date is a bug of the checker, not of an order or a value."),
        Beyond(
            "B50",
            "an invalidation meets a region half made or half gone",
            "\"odp_rework\" series",
            "a driver knows a region by its notifier's number, from before the first invalidation until the notifier "
            + "is removed."),
        Race(
            Mutation.B52,
            "a region's memory is released before its device has stopped",
            "e6fb246ccafb \"RDMA/mlx5: Rework MR destroy\"",
            "I-36",
            "dpor-mr.conf",
            "fork.rate = 0"),
        Beyond(
            "B53",
            "a queue is reset before its flushed completions are seen",
            "CVE-2025-21892",
            "the NIC programs keys by messages that are always answered, not through a work queue of its own."),
        Race(
            Mutation.B54,
            "a revoke comes before the importer can hear it",
            "ff85a2ebacbd \"RDMA/umem: Add pinned revocable dmabuf import interface\"",
            "I-36",
            "dma-buf.conf"),
        Race(
            Mutation.B55,
            "an exporter waits for an importer that hears nothing",
            "drivers/dma-buf/dma-buf.c:dma_buf_attach_revocable()",
            "I-27",
            "dma-buf.conf"),
        Race(
            Mutation.B56,
            "how a peer is reached is remembered through a change of ACS",
            "drivers/pci/p2pdma.c:pci_p2pdma_map_type(), v7.0, read and not confirmed",
            "I-29",
            "peers.conf",
            "p2p.unbind-after = 0s",
            "p2p.acs-after = 700us"),
        Beyond(
            "B57",
            "a child region goes while its parent walks",
            "CVE-2025-21714, d3d930411ce3",
            "a region on demand is explicit and has no children."),
        Beyond(
            "B57a",
            "a key is recycled under a fault handler",
            "CVE-2025-21732",
            "a key is not kept for another region: its number is its region's, and it goes with it."),
        Beyond(
            "B58",
            "an invalidation overlaps a region's end",
            "cc668a11e6ac \"RDMA/mlx5: Fix a race for DMABUF MR which can lead to CQE with error\"",
            "a device answers each command about a key, also one for a key that is gone; none fails and takes a queue "
            + "with it."),
        Data(
            Mutation.D6,
            "a buffer that was revoked is drained again at close",
            "c64a647c84f3 \"vfio/pci: fix dma-buf kref underflow after revoke\"",
            "I-27",
            "dma-buf.conf"),
    ];
}
