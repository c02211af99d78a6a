using static PhyrActors.Actors.IoPageTableProtocol;
using static PhyrActors.Actors.IommuProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A unit with one device, between a fabric, which is the test, a table and a driver that the test
/// plays.</summary>
public abstract class IommuFixture : TestKit
{
    internal const ulong Page = Pfn.FrameSizeBytes;
    private protected const int Device = 3;
    private protected const int Domain = 1;

    private protected static readonly Iova s_iova = new(0x4000_0000);
    private protected static readonly PhysAddr s_phys = new(0x77000);

    protected IommuFixture() => (Table, Driver) = (CreateTestProbe(), CreateTestProbe());

    private protected TestProbe Table { get; }

    private protected TestProbe Driver { get; }

    private protected IActorRef Make(
        bool drains = true,
        Surroundings? surroundings = null,
        bool cachesNotPresent = false,
        bool passthrough = false)
    {
        Surroundings around = surroundings ?? Around.Plain;
        IommuSettings settings = new(0, 16, 4, drains, cachesNotPresent);
        ContextEntry[] contexts = [new(Device, Domain, Table.Ref, new Pfn(1), passthrough)];
        return ActorOf(Props.Create(() => new Iommu(settings, contexts, around)));
    }

    private protected static Translate Access(
        long request = 1, ulong offset = 0, ulong lengthBytes = 64, bool write = true) =>
        new(request, Device, s_iova + offset, lengthBytes, write);

    /// <summary>Plays the table down to a leaf of 4 KiB.</summary>
    private protected void Walk(PhysAddr phys, IoProt prot = IoProt.Read | IoProt.Write)
    {
        ReadEntry read = Table.ExpectMsg<ReadEntry>();
        while (read.Level > IoLevel.Leaf)
        {
            Table.Reply(new EntryRead(read.Walk, IoEntry.PointTo(new Pfn((ulong)read.Level))));
            read = Table.ExpectMsg<ReadEntry>();
        }

        Table.Reply(new EntryRead(read.Walk, IoEntry.Map(phys, prot, PageSize.Size4KiB)));
    }

    /// <summary>Plays a table without an entry for the address.</summary>
    private protected void WalkToNothing()
    {
        ReadEntry read = Table.ExpectMsg<ReadEntry>();
        Table.Reply(new EntryRead(read.Walk, default));
    }

    /// <summary>Has an access translated, so that its page is in the IOTLB; gives the stamp it is in flight
    /// with.</summary>
    private protected long Translate(IActorRef iommu)
    {
        iommu.Tell(Access());
        Walk(s_phys);
        return ExpectMsg<Translated>().Stamp;
    }

    private protected void Submit(IActorRef iommu, params InvalidationDescriptor[] descriptors) =>
        iommu.Tell(new TailWritten(descriptors), Driver.Ref);

    private protected static InvalidationDescriptor Forget(InvalidationHint hint, int domain = Domain) =>
        InvalidationDescriptor.Pages(domain, s_iova, 12, hint);
}
