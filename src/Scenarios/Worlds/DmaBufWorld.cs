using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>The cast of a dma-buf: a function whose BAR VFIO lends, the devices that import it, each with its driver,
/// and the domain of those that do not reach it by bus address.</summary>
internal static class DmaBufWorld
{
    private const int Number = 1;

    public static void Build(ActorSystem system, Scenario scenario, Surroundings surroundings)
    {
        BufferSettings buffer = scenario.Buffer;
        MemoryImage image = MemoryImage.Build(scenario.Memory, 0, ProcessCast.Process, scenario.Seed);
        BufferMachine pci = BufferMachine.Build(scenario.Memory.MachineBytes);
        int[] importers = [.. pci.Importers.Take(buffer.Importers)];
        int[] all = [.. importers, .. Enumerable.Repeat(pci.Unrevocable, buffer.Unrevocable)];

        Cast cast = new();
        Cast.Part physical = cast.Add(nameof(PhysicalMemory), () => new PhysicalMemory(surroundings));
        Cast.Part folios = cast.Add(
            nameof(FolioManager), () => new FolioManager(image.Folios, physical.Ref, surroundings, image.Files));
        IommuCast iommu = IommuCast.Add(cast, scenario, image.TableRoot, folios, [all], surroundings);
        Cast.Part fabric = cast.Add(
            nameof(PcieFabric), () => new PcieFabric(pci.Topology, iommu.Unit.Ref, physical.Ref, surroundings));
        Cast.Part mapping = cast.Add(
            nameof(DmaMapping),
            () => new DmaMapping(
                [.. all.Select(device => ClientOf(device, iommu.Domain))],
                null,
                ActorRefs.Nobody,
                null,
                surroundings));
        RangeCpu lent = RangeCpuBuilder.TryFrom([new Phyr(pci.Bar.PhysStart, buffer.LengthBytes)])!;
        Cast.Part exported = cast.Add(
            nameof(DmaBuf),
            () => new DmaBuf(new DmaBufSettings(Number, pci.Exporter, pci.Bar, lent, fabric.Ref, mapping.Ref)
            {
                Mutations = surroundings.Mutations,
            }));
        foreach (int device in all)
        {
            AddImporter(cast, scenario, pci, device, exported, fabric, surroundings);
        }

        cast.Add(
            nameof(VfioPci),
            () => new VfioPci(new VfioPciSettings(
                pci.Exporter, exported.Ref, fabric.Ref, buffer.Resets, buffer.RevokeInterval, buffer.ResetTime)));
        cast.Create(system, scenario.IsReversed);
    }

    private static DmaClient ClientOf(int device, Cast.Part domain) =>
        new(new DmaDevice(device, ulong.MaxValue) { Ops = DmaOps.Iommu }, domain.Ref, IommuCast.DomainNumber);

    /// <summary>A device and its driver.</summary>
    private static void AddImporter(
        Cast cast,
        Scenario scenario,
        BufferMachine pci,
        int device,
        Cast.Part exported,
        Cast.Part fabric,
        Surroundings surroundings)
    {
        BufferSettings buffer = scenario.Buffer;
        Cast.Part engine = cast.Add(
            $"{nameof(DmaEngine)}-{device}", () => new DmaEngine(device, fabric.Ref, surroundings));
        cast.Add(
            $"{nameof(DmaBufImporter)}-{device}",
            () => new DmaBufImporter(
                new DmaBufImporterSettings(
                    device,
                    IommuCast.DomainNumber,
                    pci.Exporter,
                    exported.Ref,
                    buffer.LengthBytes,
                    engine.Ref,
                    buffer.AccessInterval,
                    buffer.AccessBytes,
                    buffer.Lifetime)
                {
                    IsRevocable = device != pci.Unrevocable,
                },
                surroundings));
    }
}
