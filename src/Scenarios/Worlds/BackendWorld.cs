using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>The cast of a stream driver: a process and its memory, the DMA API with its backends, and one
/// device.</summary>
internal static class BackendWorld
{
    private const ulong SegmentBytes = SwiotlbSettings.SegmentSlots * SwiotlbSettings.SlotBytes;

    public static void Build(ActorSystem system, Scenario scenario, Surroundings surroundings)
    {
        DmaSettings dma = scenario.Dma;
        MemoryImage image = MemoryImage.Build(
            scenario.Memory, scenario.Load.ForkSharedBytes, ProcessCast.Process, scenario.Seed);
        PciMachine pci = PciMachine.Build(scenario.Memory.MachineBytes);
        bool passesThrough = scenario.Units.Mode == DomainType.Passthrough;
        DmaDevice device = DeviceOf(dma.Backend, pci.Nic, scenario.Memory.MachineBytes, passesThrough);
        DmaDevice? beside = dma.Beside == DmaBackend.None
            ? null
            : DeviceOf(dma.Beside, pci.Near, scenario.Memory.MachineBytes, passesThrough);
        SwiotlbSettings pool = new(
            new PhysAddr((scenario.Memory.MachineBytes + SegmentBytes - 1) / SegmentBytes * SegmentBytes),
            (int)(dma.PoolBytes >> SwiotlbSettings.SlotLog2));

        Cast cast = new();
        ProcessCast process = ProcessCast.Add(cast, scenario, image, surroundings);
        (Cast.Part physical, Cast.Part folios, Cast.Part pinner) =
            (process.Physical, process.Folios, process.Pinner);
        (Cast.Part? domain, Cast.Part? fabric) = device.HasIova
            ? AddUnits(cast, scenario, image, pci, folios, physical, surroundings)
            : (null, null);
        Cast.Part swiotlb = cast.Add(nameof(Swiotlb), () => new Swiotlb(pool, physical.Ref, surroundings));
        GartAperture? gart = device.Ops == DmaOps.Gart
            ? new GartAperture(new BusAddr(0xE000_0000), 1024, image.TableRoot)
            : null;
        Cast.Part api = cast.Add(
            nameof(DmaMapping),
            () => new DmaMapping(
                [
                    ClientOf(device, domain, dma.Api),
                    .. beside is null ? Array.Empty<DmaClient>() : [ClientOf(beside, domain, dma.BesideApi)],
                ],
                pool,
                swiotlb.Ref,
                gart,
                surroundings));
        AddStream(cast, scenario, device, 0, pinner, api, fabric, physical, surroundings);
        if (beside is not null)
        {
            AddStream(cast, scenario, beside, 1, pinner, api, fabric, physical, surroundings);
        }

        cast.Create(system, scenario.IsReversed);
    }

    private static DmaClient ClientOf(DmaDevice device, Cast.Part? domain, DmaApi api) => device.HasIova
        ? new DmaClient(device, domain!.Ref, IommuCast.DomainNumber) { Api = api }
        : DmaClient.Of(device);

    /// <summary>A device and its driver.</summary>
    private static void AddStream(
        Cast cast,
        Scenario scenario,
        DmaDevice device,
        int place,
        Cast.Part pinner,
        Cast.Part api,
        Cast.Part? fabric,
        Cast.Part physical,
        Surroundings surroundings)
    {
        DmaSettings dma = scenario.Dma;
        string suffix = place == 0 ? string.Empty : $"-{place}";
        Cast.Part engine = cast.Add(
            nameof(StreamDevice) + suffix,
            () => new StreamDevice(device.Number, device, fabric?.Ref ?? ActorRefs.Nobody, physical.Ref));
        StreamLoad load = new(
            device.Number,
            MemoryImage.ProcessStart,
            dma.Buffers,
            dma.BufferBytes,
            dma.OffsetBytes,
            dma.Rounds,
            CanFill: device.Ops != DmaOps.Gart)
        {
            FirstBuffer = place * dma.Buffers,
        };
        cast.Add(
            nameof(StreamDriver) + suffix,
            () => new StreamDriver(load, pinner.Ref, api.Ref, engine.Ref, surroundings));
    }

    /// <summary>In a domain that passes everything through, addresses are the memory's own.</summary>
    private static DmaDevice DeviceOf(DmaBackend backend, int number, ulong machineBytes, bool passesThrough)
    {
        DmaDevice device = new(number, ulong.MaxValue);
        return backend switch
        {
            DmaBackend.BusOffset => device with
            {
                Windows = [new BusWindow(new Phyr(default, machineBytes * 2), new BusAddr(1UL << 40))],
            },
            DmaBackend.Swiotlb => device with { ForcesBounce = true },
            DmaBackend.Gart => device with { Mask = Pfn.FrameSizeBytes - 1, Ops = DmaOps.Gart },
            DmaBackend.Iommu when !passesThrough => device with { Ops = DmaOps.Iommu },
            DmaBackend.Untrusted => device with { Ops = DmaOps.Iommu, IsUntrusted = true },
            _ => device,
        };
    }

    /// <summary>The domain and the fabric of a machine with units.</summary>
    private static (Cast.Part Domain, Cast.Part Fabric) AddUnits(
        Cast cast,
        Scenario scenario,
        MemoryImage image,
        PciMachine pci,
        Cast.Part folios,
        Cast.Part physical,
        Surroundings surroundings)
    {
        IommuCast iommu = IommuCast.Add(cast, scenario, image.TableRoot, folios, pci, surroundings);
        Cast.Part fabric = cast.Add(
            nameof(PcieFabric), () => new PcieFabric(pci.Topology, iommu.Unit.Ref, physical.Ref, surroundings));
        return (iommu.Domain, fabric);
    }
}
