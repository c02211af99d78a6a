using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>The cast of one run: a process, its memory, an IOMMU, a switch with two endpoints and a third elsewhere, an
/// RDMA NIC, and what works against them.</summary>
public static class RdmaWorld
{
    /// <summary>The process that pins.</summary>
    public const int Process = 0;

    /// <summary>The NIC's domain.</summary>
    public const int Domain = 1;

    private const int Unit = 0;

    private static readonly Iova s_apertureLast = new((1UL << 48) - 1);

    /// <summary>Makes the actors, each under the name of its class, in an order that is always the same.</summary>
    public static void Build(ActorSystem system, Scenario scenario, MutationSet mutations)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(scenario);
        Surroundings surroundings = new(system.Choices, system.Work, mutations);
        MemorySettings memory = scenario.Memory;
        MachineSettings machine = scenario.Machine;
        LoadSettings load = scenario.Load;
        MemoryImage image = MemoryImage.Build(memory, load.ForkSharedBytes, Process, scenario.Seed);
        PciMachine pci = PciMachine.Build(memory.MachineBytes);

        IActorRef physical = system.ActorOf(
            Props.Create(() => new PhysicalMemory(surroundings)), nameof(PhysicalMemory));
        IActorRef folios = system.ActorOf(
            Props.Create(() => new FolioManager(image.Folios, physical, surroundings)), nameof(FolioManager));
        IActorRef space = system.ActorOf(
            Props.Create(() => new AddressSpace(Process, image.Vmas, image.Pages, folios, surroundings)),
            nameof(AddressSpace));
        MemlockAccount account = new(memory.MemlockBytes >> Pfn.FrameSizeLog2, memory.CapIpcLock);
        IActorRef pinner = system.ActorOf(
            Props.Create(() => new GupPinner(
                Process, space, folios, account, machine.PinBatchPages, machine.LinkBatchChunks, surroundings)),
            nameof(GupPinner));

        Model.IoPageTable entries = new(image.TableRoot, machine.PageSizes);
        IActorRef table = system.ActorOf(
            Props.Create(() => new Actors.IoPageTable(Domain, entries, folios, surroundings)),
            nameof(Actors.IoPageTable));
        ContextEntry[] contexts = [new(pci.Nic, Domain, table, image.TableRoot)];
        IommuSettings unit = new(Unit, machine.IotlbEntries, machine.IotlbWays, machine.Drains);
        IActorRef iommu = system.ActorOf(
            Props.Create(() => new Iommu(unit, contexts, surroundings)), nameof(Iommu));
        IActorRef driver = system.ActorOf(
            Props.Create(() => new IommuDriver(Unit, iommu)), nameof(IommuDriver));
        DomainSettings domainSettings = new(
            Domain,
            s_apertureLast,
            machine.CachingMode,
            machine.LinkBatchChunks,
            machine.BatchMax,
            machine.BatchWindow);
        FastIovaAllocator iovas = new(s_apertureLast);
        IActorRef domain = system.ActorOf(
            Props.Create(() => new IommuDomain(domainSettings, iovas, table, driver, surroundings)),
            nameof(IommuDomain));

        IActorRef fabric = system.ActorOf(
            Props.Create(() => new PcieFabric(pci.Topology, iommu, physical)), nameof(PcieFabric));
        IActorRef engine = system.ActorOf(
            Props.Create(() => new DmaEngine(pci.Nic, fabric, surroundings)), nameof(DmaEngine));
        IActorRef near = system.ActorOf(
            Props.Create(() => new P2pdmaProvider(pci.Near, pci.NearBar, fabric)), nameof(P2pdmaProvider));
        IActorRef far = system.ActorOf(
            Props.Create(() => new P2pdmaProvider(pci.Far, pci.FarBar, fabric)), nameof(P2pdmaProvider) + "-far");
        NicSettings nicSettings = new(
            pci.Nic, Domain, pinner, domain, engine, [near, far], machine.RelaxedOrdering);
        IActorRef nic = system.ActorOf(
            Props.Create(() => new RdmaNic(nicSettings, surroundings)), nameof(RdmaNic));

        List<(IActorRef, object)> environment = BuildEnvironment(system, scenario, space, surroundings);
        RdmaLoad rdmaLoad = Describe(load, memory);
        system.ActorOf(
            Props.Create(() => new RdmaApplication(rdmaLoad, nic, environment, surroundings)),
            nameof(RdmaApplication));
    }

    private static List<(IActorRef Actor, object Farewell)> BuildEnvironment(
        ActorSystem system, Scenario scenario, IActorRef space, Surroundings surroundings)
    {
        LoadSettings load = scenario.Load;
        List<(IActorRef Actor, object Farewell)> environment = [];
        if (load.ForkInterval > TimeSpan.Zero)
        {
            environment.Add((
                system.ActorOf(
                    Props.Create(() => new ForkEnvironment(
                        space, load.FirstFork, load.ForkInterval, load.ChildLifetime)),
                    nameof(ForkEnvironment)),
                new ForkEnvironmentProtocol.EndForking()));
        }

        if (load.MigrationInterval > TimeSpan.Zero)
        {
            ulong bytes = scenario.Memory.ProcessBytes;
            environment.Add((
                system.ActorOf(
                    Props.Create(() => new MigrationEnvironment(
                        space, MemoryImage.ProcessStart, bytes, load.MigrationInterval, surroundings)),
                    nameof(MigrationEnvironment)),
                new MigrationEnvironmentProtocol.EndMigrating()));
        }

        return environment;
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
        load.Duration);
}
