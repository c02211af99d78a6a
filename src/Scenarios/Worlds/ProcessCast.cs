using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A process and its memory: the part of the cast that every world has.</summary>
internal sealed record ProcessCast(Cast.Part Physical, Cast.Part Folios, Cast.Part Space, Cast.Part Pinner)
{
    /// <summary>The process that pins.</summary>
    public const int Process = 0;

    /// <param name="cast">Where to add them.</param>
    /// <param name="scenario">The settings.</param>
    /// <param name="image">The memory.</param>
    /// <param name="surroundings">Choices, work, mutations.</param>
    /// <param name="charged">What pins are charged to; null: the process, with its limit.</param>
    public static ProcessCast Add(
        Cast cast, Scenario scenario, MemoryImage image, Surroundings surroundings, MemlockAccount? charged = null)
    {
        MachineSettings machine = scenario.Machine;
        MemlockAccount account = charged ?? AccountOf(scenario.Memory);
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

    /// <summary>With RLIMIT_MEMLOCK of the process, or without.</summary>
    public static MemlockAccount AccountOf(MemorySettings memory) =>
        new(memory.MemlockBytes >> Pfn.FrameSizeLog2, memory.CapIpcLock);
}
