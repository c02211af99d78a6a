using System.Collections.Frozen;

namespace PhyrActors.Scenarios;

/// <summary>How each fault site is made to strike on a real machine, as docs/faults.md names them.</summary>
/// <remarks>fail_function reaches functions that allow error injection (include/asm-generic/error-injection.h): of
/// those on these paths, the two behind every allocation.</remarks>
internal static class ProvokedFault
{
    private const string NoMemory = "fail_function on should_failslab or should_fail_alloc_page while {0} runs";
    private const string NoSupport = "no fail_function reaches that";

    private static readonly FrozenDictionary<string, string> s_sites =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["acs.changed"] = "setpci on the ACS control register of the port above the device during {0}",
            ["ats.device"] = "the device must not answer a device-TLB invalidation in time: unplug it or hold it in "
                + $"reset; {NoSupport}",
            ["ats.invalidate"] = "the device must not answer a device-TLB invalidation in time: unplug it or hold it "
                + $"in reset; {NoSupport}",
            ["ats.keeps"] = "the device must answer a device-TLB invalidation and go on using the address",
            ["cpu.drain"] = "the store must stay in the CPU's store buffer; nothing in software forces that",
            ["device.destroy-key"] = "the device's command must fail during {0}",
            ["device.late-dma"] = "the device must write by a key that was given up",
            ["device.removed"] = "unplug the device during {0}",
            ["device.reset"] = "reset the device during {0}: echo 1 > /sys/bus/pci/devices/.../reset",
            ["device.slow"] = "the device must be slow in {0}",
            ["device.stuck"] = "the device must never complete {0}",
            ["device.wild-dma"] = "the device must write past the end of a key",
            ["dma.relaxed"] = "the device must use relaxed ordering (setpci: DevCtl, RlxdOrd+), and a write of it must "
                + "be overtaken; nothing in software forces that",
            ["domain.handover"] = "start the kernel by kexec with the device running; its attach must fail in {0}",
            ["driver.unbind"] = "unbind the driver during {0}: echo ... > /sys/bus/pci/drivers/.../unbind",
            ["fabric.delay"] = "the write must be late on its way; nothing in software forces that",
            ["file.punched"] = "fallocate(FALLOC_FL_PUNCH_HOLE) over the page during {0}",
            ["file.truncated"] = "ftruncate() to the page during {0}",
            ["fork.burst"] = "fork() again without a pause",
            ["fq.entry"] = "unmap until the CPU's flush queue is full before {0}",
            ["fq.init"] = NoMemory,
            ["iommu.queue-error"] = $"the unit must refuse a descriptor: {NoSupport}; spoil one in a kprobe on "
                + "drivers/iommu/intel/dmar.c:qi_submit_sync",
            ["iommu.wait-late"] = "the unit must be slow to write a wait's status; nothing in software forces that",
            ["iommu.wait-lost"] = "the unit must never write a wait's status; nothing in software forces that",
            ["iopt.page"] = NoMemory,
            ["iova.exhausted"] = "take all IOVA below the device's DMA mask before {0}",
            ["iova.fragmented"] = "reserve IOVA in the middle of what is free before {0}",
            ["iova.magazine"] = NoMemory,
            ["iova.node"] = NoMemory,
            ["link.batch"] = NoMemory,
            ["list.chunk"] = NoMemory,
            ["memlock.limit"] = "ulimit -l below what {0} asks for",
            ["memory.failed"] = "hwpoison-inject (debugfs: corrupt-pfn) on the frame during {0}",
            ["migrate.burst"] = "move_pages() again without a pause",
            ["p2p.provider-removed"] = "unbind the provider's driver during {0}",
            ["pin.failed"] = "the page must not be there in {0}: unmap it, or userfaultfd without an answer",
            ["pin.short"] = "a signal, or a page that is not there, must end {0} after one page",
            ["swiotlb.slot"] = "boot with a small swiotlb= and keep its slots in use during {0}",
            ["sync.map"] = $"iotlb_sync_map must fail in {{0}}, as under a hypervisor; {NoSupport}",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The sentence for a site; null for what is not known.</summary>
    /// <param name="site">Its name.</param>
    /// <param name="during">The call in which it strikes.</param>
    public static string? Of(string site, string during) =>
        s_sites.GetValueOrDefault(site)?.Replace("{0}", during, StringComparison.Ordinal);
}
