using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>The cast of one run: a process, its memory, an IOMMU, a switch with two endpoints and a third elsewhere, an
/// RDMA NIC, and what works against them.</summary>
internal static class RdmaWorld
{
    /// <summary>The process that pins.</summary>
    public const int Process = 0;

    /// <summary>Makes the actors, each under the name of its class, in an order that is always the same.</summary>
    public static void Build(ActorSystem system, Scenario scenario, Surroundings around)
    {
        MachineSettings machine = scenario.Machine;
        Surroundings surroundings = around with
        {
            StoreBuffers = machine.StoreBuffer ? BuildStoreBuffers(system, scenario.Load.Contexts + 1) : [],
        };
        MemoryImage image = MemoryImage.Build(scenario.Memory, scenario.Load.ForkSharedBytes, Process, scenario.Seed);
        PciMachine pci = PciMachine.Build(scenario.Memory.MachineBytes);

        Cast cast = new();
        Cast.Part physical = cast.Add(nameof(PhysicalMemory), () => new PhysicalMemory(surroundings));
        Cast.Part folios = cast.Add(
            nameof(FolioManager), () => new FolioManager(image.Folios, physical.Ref, surroundings, image.Files));
        Cast.Part space = cast.Add(
            nameof(AddressSpace),
            () => new AddressSpace(Process, image.Vmas, image.Pages, folios.Ref, surroundings));
        MemlockAccount account = new(scenario.Memory.MemlockBytes >> Pfn.FrameSizeLog2, scenario.Memory.CapIpcLock);
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

        IommuCast iommu = IommuCast.Add(cast, scenario, image.TableRoot, folios, pci, surroundings);

        Cast.Part fabric = cast.Add(
            nameof(PcieFabric), () => new PcieFabric(pci.Topology, iommu.Unit.Ref, physical.Ref, surroundings));
        Cast.Part engine = cast.Add(
            nameof(DmaEngine), () => new DmaEngine(pci.Nic, fabric.Ref, machine.Ats, surroundings));
        bool counts = scenario.Load.UnbindAfter > TimeSpan.Zero || scenario.Load.AcsAfter > TimeSpan.Zero;
        Cast.Part near = cast.Add(
            nameof(P2pdmaProvider),
            () => new P2pdmaProvider(pci.Near, pci.NearBar, fabric.Ref, surroundings, counts));
        Cast.Part far = cast.Add(
            nameof(P2pdmaProvider) + "-far",
            () => new P2pdmaProvider(pci.Far, pci.FarBar, fabric.Ref, surroundings, counts));
        Cast.Part nic = machine.OnDemand
            ? AddOnDemand(cast, machine, pci.Nic, space, folios, iommu.Domain, engine, surroundings)
            : cast.Add(
                nameof(RdmaNic),
                () => new RdmaNic(
                    new NicSettings(
                        pci.Nic,
                        IommuCast.DomainNumber,
                        pinner.Ref,
                        iommu.Domain.Ref,
                        engine.Ref,
                        [near.Ref, far.Ref],
                        machine.RelaxedOrdering),
                    surroundings));

        List<(Cast.Part Actor, object Farewell)> environment =
            AddEnvironment(cast, scenario, space, iommu.Domain, surroundings);
        environment.AddRange(EnvironmentCast.Add(cast, scenario, space, pinner, folios, surroundings));
        AddProviderChanges(cast, scenario.Load, pci.Nic, near, far);
        RdmaLoad load = Describe(scenario.Load, scenario.Memory);
        cast.Add(
            nameof(RdmaApplication),
            () => new RdmaApplication(
                load, nic.Ref, environment.ConvertAll(one => (one.Actor.Ref, one.Farewell)), surroundings));
        cast.Create(system, scenario.IsReversed);
    }

    /// <summary>A driver that mirrors the process's memory and pins nothing.</summary>
    private static Cast.Part AddOnDemand(
        Cast cast,
        MachineSettings machine,
        int requester,
        Cast.Part space,
        Cast.Part folios,
        Cast.Part domain,
        Cast.Part engine,
        Surroundings surroundings) => cast.Add(
            nameof(HmmOdp),
            () => new HmmOdp(
                new OdpSettings(
                    requester,
                    IommuCast.DomainNumber,
                    machine.PinBatchPages,
                    space.Ref,
                    folios.Ref,
                    domain.Ref,
                    engine.Ref),
                surroundings));

    private static List<(Cast.Part Actor, object Farewell)> AddEnvironment(
        Cast cast, Scenario scenario, Cast.Part space, Cast.Part domain, Surroundings surroundings)
    {
        LoadSettings load = scenario.Load;
        List<(Cast.Part Actor, object Farewell)> environment = [];
        if (load.ForkInterval > TimeSpan.Zero)
        {
            Cast.Part fork = cast.Add(
                nameof(ForkEnvironment),
                () => new ForkEnvironment(
                    space.Ref, load.FirstFork, load.ForkInterval, load.ChildLifetime, surroundings));
            environment.Add((fork, new ForkEnvironmentProtocol.EndForking()));
        }

        if (load.MigrationInterval > TimeSpan.Zero)
        {
            ulong bytes = scenario.Memory.ProcessBytes;
            Cast.Part migration = cast.Add(
                nameof(MigrationEnvironment),
                () => new MigrationEnvironment(
                    space.Ref, MemoryImage.ProcessStart, bytes, load.MigrationInterval, surroundings));
            environment.Add((migration, new MigrationEnvironmentProtocol.EndMigrating()));
        }

        if (scenario.Units.BecomesLazyAfter > TimeSpan.Zero)
        {
            cast.Add(
                nameof(DomainTypeEnvironment),
                () => new DomainTypeEnvironment(domain.Ref, DomainType.Lazy, scenario.Units.BecomesLazyAfter));
        }

        return environment;
    }

    private static void AddProviderChanges(
        Cast cast, LoadSettings load, int client, Cast.Part near, Cast.Part far)
    {
        if (load.UnbindAfter > TimeSpan.Zero)
        {
            cast.Add(
                nameof(ProviderEnvironment) + "-unbind",
                () => new ProviderEnvironment(
                    [near.Ref, far.Ref], new P2pdmaProviderProtocol.Unbind(), load.UnbindAfter));
        }

        if (load.AcsAfter > TimeSpan.Zero)
        {
            cast.Add(
                nameof(ProviderEnvironment) + "-acs",
                () => new ProviderEnvironment(
                    [near.Ref], new P2pdmaProviderProtocol.EnableAcs(client), load.AcsAfter));
        }
    }

    private static IActorRef[] BuildStoreBuffers(ActorSystem system, int cpus)
    {
        IActorRef[] buffers = new IActorRef[cpus];
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            buffers[cpu] = system.ActorOf(
                Props.Create(static () => new StoreBuffer()), $"{nameof(StoreBuffer)}-{cpu}");
        }

        return buffers;
    }

    private static RdmaLoad Describe(LoadSettings load, MemorySettings memory) => new(
        MemoryImage.ProcessStart,
        (int)(memory.ProcessBytes / load.RegionBytes),
        load.RegionBytes,
        load.Contexts,
        load.QueuePairs,
        load.OperationInterval,
        load.OperationBytes,
        load.Zipf,
        [load.PeerInterval, load.RefusedPeerInterval],
        load.OperationBytes,
        load.ChurnInterval,
        load.Duration)
    {
        Writes = load.Writes,
    };
}
