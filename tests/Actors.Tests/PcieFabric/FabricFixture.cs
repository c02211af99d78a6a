using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A switch with two endpoints, a third elsewhere, and a test that plays IOMMU and memory; the device is the
/// test.</summary>
public abstract class FabricFixture : TestKit
{
    internal const ulong Page = Pfn.FrameSizeBytes;

    private const ulong BarBytes = 1UL << 20;

    protected FabricFixture()
    {
        (Iommu, Memory, Driver) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        PciFunction upstream = Topology.AddSwitch(Topology.AddRootPort());
        PciFunction nicPort = Topology.AddDownstreamPort(upstream);
        Nic = Topology.AddEndpoint(nicPort);
        Near = Topology.AddEndpoint(Topology.AddDownstreamPort(upstream));
        Far = Topology.AddEndpoint(Topology.AddRootPort());
        NearBar = AddBar(Near, 1UL << 32);
        FarBar = AddBar(Far, 1UL << 33);
        Fabric = ActorOf(Props.Create(() => new PcieFabric(Topology, Iommu.Ref, Memory.Ref, Around.Plain)));
    }

    private protected PciTopology Topology { get; } = new(hostBridgeIsAllowed: false);

    private protected PciFunction Nic { get; }

    private protected PciFunction Near { get; }

    private protected PciFunction Far { get; }

    private protected PciBar NearBar { get; }

    private protected PciBar FarBar { get; }

    private protected TestProbe Iommu { get; }

    private protected TestProbe Memory { get; }

    private protected TestProbe Driver { get; }

    private protected IActorRef Fabric { get; }

    private protected MemoryRequest Write(long tag = 1, ulong lengthBytes = 64, bool relaxed = false) =>
        new(tag, Nic.Index, new Iova(0x1000), lengthBytes, Write: true, relaxed);

    private protected MemoryRequest Read(long tag = 1, ulong lengthBytes = 64) =>
        Write(tag, lengthBytes) with { Write = false };

    /// <summary>Sends a request; gives the fabric's number of it.</summary>
    private protected long Request(MemoryRequest request)
    {
        Fabric.Tell(request);
        return Iommu.ExpectMsg<IommuProtocol.Translate>().Request;
    }

    private protected void Translated(long number, ulong phys, ulong lengthBytes = 64, long stamp = 0) =>
        Fabric.Tell(
            new IommuProtocol.Translated(number, stamp, 1, new Iova(0x1000), new PhysAddr(phys), lengthBytes),
            Iommu.Ref);

    private protected void Fault(long number) => Fabric.Tell(new IommuProtocol.Faulted(number), Iommu.Ref);

    /// <summary>Where the next piece reaches memory.</summary>
    private protected PhysicalMemoryProtocol.Access Arrived() => Memory.ExpectMsg<PhysicalMemoryProtocol.Access>();

    private protected void Land(PhysicalMemoryProtocol.Access access) => Fabric.Tell(
        new PhysicalMemoryProtocol.Landed(access.Request, access.Stamp, access.LengthBytes), Memory.Ref);

    private protected void Interrupt(object message) => Fabric.Tell(new Signal(Nic.Index, Driver.Ref, message));

    private PciBar AddBar(PciFunction endpoint, ulong start)
    {
        PciBar bar = new(0, new BusAddr(start), new PhysAddr(start + (1UL << 36)), BarBytes);
        Topology.AddBar(endpoint, bar);
        endpoint.MemoryEnabled = true;
        return bar;
    }
}
