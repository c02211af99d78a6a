using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A domain between a table and a driver that a test plays.</summary>
public abstract class DomainFixture : TestKit
{
    internal const ulong Page = Pfn.FrameSizeBytes;
    internal const int LinkBatch = 2;
    internal const int Device = 3;

    private protected static readonly RangeCpu s_range = Ranges.OfPages(4);

    private static readonly Iova s_apertureLast = new((1UL << 30) - 1);

    protected DomainFixture()
    {
        (Table, Driver, Events) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Iovas = new FastIovaAllocator(s_apertureLast);
    }

    private protected TestProbe Table { get; }

    private protected TestProbe Driver { get; }

    private protected TestProbe Events { get; }

    private protected FastIovaAllocator Iovas { get; }

    private protected IActorRef Make(
        bool syncsMap = true, int batchMax = 64, int windowMilliseconds = 0, Surroundings? surroundings = null) =>
        Make(
            new DomainSettings(
                1, s_apertureLast, syncsMap, LinkBatch, batchMax, TimeSpan.FromMilliseconds(windowMilliseconds)),
            [new CacheTag(Driver.Ref, 0, Device)],
            surroundings);

    /// <summary>A lazy domain, or one of another type.</summary>
    private protected IActorRef MakeOf(
        DomainType type,
        int queueSize = 256,
        int timeoutMilliseconds = 10_000,
        IReadOnlyList<CacheTag>? tags = null,
        Surroundings? surroundings = null) =>
        Make(
            new DomainSettings(1, s_apertureLast, false, LinkBatch, 64, TimeSpan.Zero)
            {
                Type = type,
                FlushQueueSize = queueSize,
                FlushQueueTimeout = TimeSpan.FromMilliseconds(timeoutMilliseconds),
            },
            tags ?? [new CacheTag(Driver.Ref, 0, Device)],
            surroundings);

    private protected IActorRef Make(
        DomainSettings settings, IReadOnlyList<CacheTag> tags, Surroundings? surroundings = null)
    {
        Surroundings around = surroundings ?? Around.Plain;
        return ActorOf(Props.Create(() => new IommuDomain(settings, Iovas, Table.Ref, tags, around)));
    }

    private protected Iova Allocate(IActorRef domain, ulong lengthBytes = 4 * Page, ulong hint = 0)
    {
        domain.Tell(new TryAlloc(1, lengthBytes, new PhysAddr(hint), 0));
        return ExpectMsg<Allocated>().State;
    }

    /// <summary>Answers every write of a link; the last one with the tables given.</summary>
    private protected Iova AllocateAndLink(IActorRef domain, params FreedTable[] freed)
    {
        Iova state = Allocate(domain);
        domain.Tell(LinkAll(state));
        AnswerWrite(LinkBatch * Page);
        AnswerWrite(LinkBatch * Page, freed: freed);
        ExpectMsg<Linked>();
        return state;
    }

    private protected static Link LinkAll(Iova state) => new(state, s_range, 1, DmaDirection.Bidirectional, 0);

    private protected IoPageTableProtocol.WriteEntries AnswerWrite(
        ulong lengthBytes, Errno errno = Errno.None, params FreedTable[] freed)
    {
        IoPageTableProtocol.WriteEntries write = Table.ExpectMsg<IoPageTableProtocol.WriteEntries>();
        Table.Reply(new IoPageTableProtocol.EntriesWritten(write.State, write.Chunks, lengthBytes, freed, errno));
        return write;
    }

    private protected IoPageTableProtocol.ClearEntries AnswerClear(params FreedTable[] freed)
    {
        IoPageTableProtocol.ClearEntries clear = Table.ExpectMsg<IoPageTableProtocol.ClearEntries>();
        Table.Reply(new IoPageTableProtocol.EntriesCleared(clear.State, clear.LengthBytes, freed));
        return clear;
    }

    private protected IommuDriverProtocol.Flush AnswerFlush(Errno errno = Errno.None)
    {
        IommuDriverProtocol.Flush flush = Driver.ExpectMsg<IommuDriverProtocol.Flush>();
        Driver.Reply(new IommuDriverProtocol.Flushed(flush.Batch, errno));
        return flush;
    }
}
