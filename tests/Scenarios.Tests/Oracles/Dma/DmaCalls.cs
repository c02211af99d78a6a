using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Calls of the DMA API by drivers of one machine, judged as they come.</summary>
internal sealed class DmaCalls
{
    public const ulong Start = 0x10_0000;

    private readonly History _history;

    public DmaCalls(int entriesMax = 100) => _history = new History(
    [
        new DmaDebugMonitor(
            [new DmaDevice(1, ulong.MaxValue) { SegmentMaxBytes = 0x4000, SegmentBoundaryMask = 0xFFFF }],
            [
                (new Phyr(new PhysAddr(0x1000), 0x1000), MemoryKind.Stack),
                (new Phyr(new PhysAddr(0x2000), 0x1000), MemoryKind.KernelImage),
                (new Phyr(new PhysAddr(0xF000_0000), 0x1000), MemoryKind.Device),
            ],
            entriesMax),
    ]);

    public string Broken => _history.Broken;

    /// <summary>Maps bytes in place.</summary>
    public DmaCalls Map(
        ulong start = Start,
        ulong lengthBytes = 0x1000,
        DmaDirection direction = DmaDirection.Bidirectional,
        DmaAttributes attributes = DmaAttributes.None,
        DmaMapType type = DmaMapType.Phys,
        int device = 1) =>
        Map(type, device, direction, attributes, new Phyr(new PhysAddr(start), lengthBytes));

    public DmaCalls MapList(params ReadOnlySpan<Phyr> phyrs) =>
        Map(DmaMapType.Sg, 1, DmaDirection.Bidirectional, DmaAttributes.None, phyrs);

    public DmaCalls Unmap(
        ulong start = Start,
        ulong lengthBytes = 0x1000,
        DmaDirection direction = DmaDirection.Bidirectional,
        DmaMapType type = DmaMapType.Phys,
        int entries = 1,
        ulong? cpu = null,
        int device = 1)
    {
        PhysAddr? at = cpu is { } address ? new PhysAddr(address) : null;
        return Say(new DmaUnmapped(device, type, start, lengthBytes, entries, direction, at));
    }

    public DmaCalls Sync(
        ulong start = Start,
        ulong lengthBytes = 0x100,
        DmaDirection direction = DmaDirection.Bidirectional,
        bool forDevice = false,
        int entries = 0) =>
        Say(new DmaSynced(1, start, lengthBytes, direction, forDevice, entries));

    public DmaCalls Say(object @event)
    {
        _history.At(1, @event);
        return this;
    }

    private DmaCalls Map(
        DmaMapType type,
        int device,
        DmaDirection direction,
        DmaAttributes attributes,
        params ReadOnlySpan<Phyr> phyrs)
    {
        RangeCpu range = RangeCpuBuilder.TryFrom(phyrs)!;
        MapPlan plan = phyrs.Length == 1
            ? MapPlan.Of(new RangeDma(new DmaRange(new BusAddr(phyrs[0].Start.Value), phyrs[0].LengthBytes)))
            : MapPlan.AliasOf(range);
        return Say(new DmaMapped(device, type, range, plan, direction, attributes, IsBounced: false, NeedsUnmap: true));
    }
}
