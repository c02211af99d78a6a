using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>The cast of one run: a process, its memory, an IOMMU, a switch with two endpoints and a third elsewhere, an
/// RDMA NIC, and what works against them.</summary>
internal static class RdmaWorld
{
    /// <summary>Makes the actors, each under the name of its class, in an order that is always the same.</summary>
    public static void Build(ActorSystem system, Scenario scenario, Surroundings around)
    {
        MachineSettings machine = scenario.Machine;
        Surroundings surroundings = StoreBufferCast.Add(system, scenario, scenario.Load.Contexts + 1, around);
        MemoryImage image = MemoryImage.Build(
            scenario.Memory, scenario.Load.ForkSharedBytes, ProcessCast.Process, scenario.Seed);
        PciMachine pci = PciMachine.Build(scenario.Memory.MachineBytes);

        Cast cast = new();
        ProcessCast process = ProcessCast.Add(cast, scenario, image, surroundings);
        IommuCast iommu = IommuCast.Add(cast, scenario, image.TableRoot, process.Folios, pci, surroundings);

        Cast.Part fabric = cast.Add(
            nameof(PcieFabric), () => new PcieFabric(pci.Topology, iommu.Unit.Ref, process.Physical.Ref, surroundings));
        Cast.Part engine = cast.Add(
            nameof(DmaEngine), () => new DmaEngine(pci.Nic, fabric.Ref, machine.Ats, surroundings));
        if (scenario.Memory.HasDisk)
        {
            cast.Add(
                nameof(BlockDriver),
                () => new BlockDriver(pci.Near, process.Folios.Ref, iommu.Domain.Ref, fabric.Ref, surroundings));
        }

        bool counts = scenario.Load.UnbindAfter > TimeSpan.Zero || scenario.Load.AcsAfter > TimeSpan.Zero;
        Cast.Part near = cast.Add(
            nameof(P2pdmaProvider),
            () => new P2pdmaProvider(pci.Near, pci.NearBar, fabric.Ref, surroundings, counts));
        Cast.Part far = cast.Add(
            nameof(P2pdmaProvider) + "-far",
            () => new P2pdmaProvider(pci.Far, pci.FarBar, fabric.Ref, surroundings, counts));
        Cast.Part nic = machine.OnDemand
            ? AddOnDemand(cast, machine, pci.Nic, process, iommu.Domain, engine, surroundings)
            : cast.Add(
                nameof(RdmaNic),
                () => new RdmaNic(
                    new NicSettings(
                        pci.Nic,
                        IommuCast.DomainNumber,
                        process.Pinner.Ref,
                        iommu.Domain.Ref,
                        engine.Ref,
                        [near.Ref, far.Ref],
                        machine.RelaxedOrdering),
                    surroundings));

        List<(Cast.Part Actor, object Farewell)> environment =
            EnvironmentCast.Add(cast, scenario, process, surroundings);
        AddDomainChange(cast, scenario.Units.BecomesLazyAfter, iommu.Domain);
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
        ProcessCast process,
        Cast.Part domain,
        Cast.Part engine,
        Surroundings surroundings) => cast.Add(
            nameof(HmmOdp),
            () => new HmmOdp(
                new OdpSettings(
                    requester,
                    IommuCast.DomainNumber,
                    machine.PinBatchPages,
                    process.Space.Ref,
                    process.Folios.Ref,
                    domain.Ref,
                    engine.Ref),
                surroundings));

    internal static void AddDomainChange(Cast cast, TimeSpan after, Cast.Part domain)
    {
        if (after > TimeSpan.Zero)
        {
            cast.Add(
                nameof(DomainTypeEnvironment),
                () => new DomainTypeEnvironment(domain.Ref, DomainType.Lazy, after));
        }
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
