using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A process and its memory: the part of the cast that every world has.</summary>
internal sealed record ProcessCast(Cast.Part Physical, Cast.Part Folios, Cast.Part Space, Cast.Part Pinner)
{
    /// <summary>The process that pins.</summary>
    public const int Process = 0;

    public static ProcessCast Add(Cast cast, Scenario scenario, MemoryImage image, Surroundings surroundings)
    {
        MachineSettings machine = scenario.Machine;
        MemlockAccount account = new(scenario.Memory.MemlockBytes >> Pfn.FrameSizeLog2, scenario.Memory.CapIpcLock);
        Cast.Part physical = cast.Add(nameof(PhysicalMemory), () => new PhysicalMemory(surroundings));
        Cast.Part folios = cast.Add(
            nameof(FolioManager), () => new FolioManager(image.Folios, physical.Ref, surroundings, image.Files));
        Cast.Part space = cast.Add(
            nameof(AddressSpace),
            () => new AddressSpace(Process, image.Vmas, image.Pages, folios.Ref, surroundings));
        Cast.Part pinner = cast.Add(
            nameof(GupPinner),
            () => new GupPinner(
                Process,
                space.Ref,
                folios.Ref,
                account,
                machine.PinBatchPages,
                machine.LinkBatchChunks,
                surroundings));
        return new ProcessCast(physical, folios, space, pinner);
    }
}
