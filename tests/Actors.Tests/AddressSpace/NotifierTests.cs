using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.MmuNotifierProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Whoever mirrors memory has forgotten it before its mappings go.</summary>
[Trait("row", "U6")]
public sealed class NotifierTests : TestKit
{
    private const ulong Page = Pfn.FrameSizeBytes;

    private static readonly Pfn s_frame = new(0x40);

    private readonly TestProbe _folios;
    private readonly TestProbe _driver;
    private readonly SmallProcess _process = new();

    public NotifierTests() => (_folios, _driver) = (CreateTestProbe(), CreateTestProbe());

    [Theory]
    [InlineData("madvise")]
    [InlineData("munmap")]
    [InlineData("migration")]
    [InlineData("fork")]
    [InlineData("merge")]
    [InlineData("copy on write")]
    [InlineData("exec")]
    [InlineData("exit")]
    public void Nothing_is_taken_away_before_the_driver_has_answered(string operation)
    {
        IActorRef space = Make();
        Mirror(space, 0, 4);

        space.Tell(Named(operation));
        Invalidate asked = _driver.ExpectMsg<Invalidate>();
        space.Tell(new MigrateAt(SmallProcess.At(0)));

        Assert.Equal((true, s_frame), (asked.MayBlock, _folios.ExpectMsg<MigrateFolio>().Frame));
        _folios.ExpectNoMsg(50);
        ExpectNoMsg(50);
        _driver.Reply(new Invalidated(asked.Invalidation, Done: true));
        Assert.NotNull(operation == "migration" ? ReceiveOne() : _folios.ReceiveOne());
    }

    [Fact]
    public void What_nobody_mirrors_goes_at_once()
    {
        IActorRef space = Make();
        Mirror(space, 4, 8);

        space.Tell(new Zap(SmallProcess.At(0), Page, Unmap: false));

        _folios.ExpectMsg<PutMappings>();
        _driver.ExpectNoMsg(50);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pages_of_a_file_are_forgotten_before_they_are_unmapped_or_write_protected(bool unmap)
    {
        _process.AddFile(1, 4, atPage: 16).Map(16, s_frame + 16, 1, PteFlags.Present | PteFlags.File);
        IActorRef space = Make();
        _folios.ExpectMsg<FolioManagerProtocol.SetMappings>();
        Mirror(space, 16, 20);

        _folios.Send(space, new WalkFile(
            1, new FilePage(1, 0), 4, unmap ? FileVisit.Unmap : FileVisit.WriteProtect));
        Invalidate asked = _driver.ExpectMsg<Invalidate>();
        _folios.ExpectNoMsg(50);
        _driver.Reply(new Invalidated(asked.Invalidation, Done: true));

        Assert.Equal(unmap ? 1 : 0, _folios.ExpectMsg<FileWalked>().Unmapped.Length);
    }

    [Fact]
    public void A_zap_that_may_not_wait_does_nothing_where_the_driver_would_have_to()
    {
        IActorRef space = Make();
        Mirror(space, 0, 4);

        space.Tell(new Zap(SmallProcess.At(0), Page, Unmap: false) { MayBlock = false });
        Invalidate asked = _driver.ExpectMsg<Invalidate>();
        _driver.Reply(new Invalidated(asked.Invalidation, Done: false));

        Assert.False(asked.MayBlock);
        Assert.Equal(Errno.EAGAIN, ExpectMsg<Zapped>().Errno);
        _folios.ExpectNoMsg(50);
    }

    [Fact]
    public void Pages_are_forgotten_before_they_become_one_folio()
    {
        _process.AddVma(512, 1024).Map(512, s_frame + 512, 256).Map(768, s_frame + 1024, 256);
        IActorRef space = Make();
        Mirror(space, 600, 604);

        space.Tell(new Collapse(SmallProcess.At(700)));
        Invalidate asked = _driver.ExpectMsg<Invalidate>();
        _folios.ExpectNoMsg(50);
        _driver.Reply(new Invalidated(asked.Invalidation, Done: true));

        Assert.Equal(2, _folios.ExpectMsg<CopyToOne>().Entries.Length);
    }

    [Fact]
    public void A_mapping_that_a_fork_copied_meanwhile_is_not_taken_away()
    {
        IActorRef space = Make();
        Mirror(space, 0, 4);
        space.Tell(new UnmapForMigration(1, SmallProcess.At(0), s_frame));
        Invalidate migration = _driver.ExpectMsg<Invalidate>();
        space.Tell(new Fork(9));
        Invalidate fork = _driver.ExpectMsg<Invalidate>();
        _driver.Reply(new Invalidated(fork.Invalidation, Done: true));
        _folios.ExpectMsg<CopyPages>();

        _driver.Reply(new Invalidated(migration.Invalidation, Done: true));

        Assert.Equal(Errno.EAGAIN, ExpectMsg<UnmappedForMigration>().Errno);
    }

    [Fact]
    public void A_reader_waits_for_the_end_of_the_invalidation_that_its_driver_was_told_of()
    {
        IActorRef space = Make();
        Mirror(space, 0, 4);
        space.Tell(new Zap(SmallProcess.At(0), Page, Unmap: false));
        Invalidate asked = _driver.ExpectMsg<Invalidate>();

        _driver.Send(space, new ReadBegin(5, asked.Sequence));
        _driver.Send(space, new Invalidated(asked.Invalidation, Done: true));
        _folios.ExpectMsg<PutMappings>();
        _driver.ExpectNoMsg(50);
        _folios.Reply(new MappingsPut { Zap = 1 });

        _driver.ExpectMsg(new ReadBegun(5, asked.Sequence));
    }

    [Fact]
    public void A_reader_whose_driver_was_told_of_nothing_does_not_wait()
    {
        IActorRef space = Make();
        long sequence = Mirror(space, 0, 4).Sequence;
        space.Tell(new Zap(SmallProcess.At(8), Page, Unmap: false));

        _driver.Send(space, new ReadBegin(5, sequence));

        _driver.ExpectMsg(new ReadBegun(5, sequence));
    }

    [Fact]
    public void A_notifier_is_removed_when_the_invalidation_that_it_was_told_of_ends()
    {
        IActorRef space = Make();
        long notifier = Mirror(space, 0, 4).Notifier;
        space.Tell(new Zap(SmallProcess.At(0), Page, Unmap: false));
        Invalidate asked = _driver.ExpectMsg<Invalidate>();

        _driver.Send(space, new Remove(notifier));
        _driver.Send(space, new Invalidated(asked.Invalidation, Done: true));
        _folios.ExpectMsg<PutMappings>();
        _driver.ExpectNoMsg(50);
        _folios.Reply(new MappingsPut { Zap = 1 });

        _driver.ExpectMsg(new Removed(notifier));
    }

    [Fact]
    public void Pages_that_are_there_are_told_and_not_taken()
    {
        IActorRef space = Make();
        long notifier = Mirror(space, 0, 4).Notifier;

        _driver.Send(space, new RangeFault(5, notifier, SmallProcess.At(0), Page, Write: true));

        Assert.Equal([SmallProcess.Entry(0, s_frame)], _driver.ExpectMsg<RangeFaulted>().Entries.ToArray());
        _folios.ExpectNoMsg(50);
    }

    [Fact]
    public void A_page_that_is_missing_is_faulted_in_and_told()
    {
        IActorRef space = Make();
        long notifier = Mirror(space, 0, 4).Notifier;
        _driver.Send(space, new RangeFault(5, notifier, SmallProcess.At(1), Page, Write: true));
        FaultAnon fault = _folios.ExpectMsg<FaultAnon>();

        space.Tell(
            new FaultedIn(fault.Batch, fault.At, s_frame + 1, PteFlags.Present | PteFlags.AnonExclusive, Errno.None),
            _driver.Ref);

        Assert.Equal([SmallProcess.Entry(1, s_frame + 1)], _driver.ExpectMsg<RangeFaulted>().Entries.ToArray());
    }

    [Fact]
    public void A_page_where_nothing_is_mapped_is_refused()
    {
        IActorRef space = Make();
        long notifier = Mirror(space, 32, 36).Notifier;

        _driver.Send(space, new RangeFault(5, notifier, SmallProcess.At(32), Page, Write: true));

        Assert.Equal(Errno.EFAULT, _driver.ExpectMsg<RangeFaulted>().Errno);
    }

    [Fact]
    public void The_memory_of_another_program_is_not_told()
    {
        IActorRef space = Make();
        long notifier = Mirror(space, 0, 4).Notifier;
        space.Tell(new Exec());

        _driver.ExpectMsg<Invalidate>();
        _driver.Send(space, new RangeFault(5, notifier, SmallProcess.At(0), Page, Write: true));

        Assert.Equal(Errno.EINVAL, _driver.ExpectMsg<RangeFaulted>().Errno);
    }

    [Fact]
    public void An_address_space_lasts_until_its_last_notifier_is_removed()
    {
        IActorRef space = MakeEmpty();
        long notifier = Mirror(space, 0, 4).Notifier;
        Watch(space);
        space.Tell(new Exit());
        Invalidate asked = _driver.ExpectMsg<Invalidate>();
        _driver.Reply(new Invalidated(asked.Invalidation, Done: true));
        ExpectNoMsg(50);

        _driver.Send(space, new Remove(notifier));

        _driver.ExpectMsg(new Removed(notifier));
        ExpectTerminated(space);
    }

    private static object Named(string operation) => operation switch
    {
        "madvise" => new Zap(SmallProcess.At(0), Page, Unmap: false),
        "munmap" => new Zap(SmallProcess.At(0), Page, Unmap: true),
        "migration" => new UnmapForMigration(1, SmallProcess.At(0), s_frame),
        "fork" => new Fork(9),
        "merge" => new Merge(SmallProcess.At(0), SmallProcess.At(4)),
        "exec" => new Exec(),
        "exit" => new Exit(),
        _ => new CowResolved(
            new ReadPtes(1, SmallProcess.At(0), Page, FollFlags.Write, Slow: true),
            SmallProcess.Entry(0, s_frame),
            s_frame + 8,
            Errno.None),
    };

    private Inserted Mirror(IActorRef space, ulong firstPage, ulong endPage)
    {
        ulong lengthBytes = (endPage - firstPage) << Pfn.FrameSizeLog2;
        _driver.Send(space, new Insert(1, SmallProcess.At(firstPage), lengthBytes));
        return _driver.ExpectMsg<Inserted>();
    }

    private IActorRef Make()
    {
        _process.AddVma(0, 16).Map(0, s_frame).Map(4, s_frame + 4).Map(8, s_frame + 6);
        return MakeEmpty();
    }

    private IActorRef MakeEmpty() => ActorOf(Props.Create(() => new AddressSpace(
        SmallProcess.Number, _process.Vmas, _process.Pages, _folios.Ref, Around.Plain)));
}
