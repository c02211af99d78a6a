using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>The slow path holds the mmap lock and resolves what the fast path declines.</summary>
public sealed class SlowPathTests : TestKit
{
    private const PteFlags Shared = PteFlags.Present;

    private static readonly Pfn s_frame = new(0x40);
    private static readonly Pfn s_copy = new(0x80);

    private readonly TestProbe _folios;
    private readonly TestProbe _forker;
    private readonly SmallProcess _process = new();

    public SlowPathTests() => (_folios, _forker) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void An_address_outside_every_vma_is_refused()
    {
        IActorRef space = Make(_process);

        space.Tell(Slow());

        Assert.Equal(Errno.EFAULT, ExpectMsg<BatchRefused>().Errno);
    }

    [Fact]
    public void A_write_to_what_is_mapped_for_reading_is_refused()
    {
        IActorRef space = Make(_process.AddVma(0, 16, VmaFlags.None).Map(0, s_frame));

        space.Tell(Slow());

        Assert.Equal(Errno.EFAULT, ExpectMsg<BatchRefused>().Errno);
    }

    [Fact]
    public void A_hole_is_faulted_in()
    {
        IActorRef space = Make(_process.AddVma(0, 16));
        space.Tell(Slow());
        FaultAnon fault = _folios.ExpectMsg<FaultAnon>();

        space.Tell(new FaultedIn(
            fault.Batch, fault.At, s_frame, PteFlags.Present | PteFlags.AnonExclusive, Errno.None));

        Assert.Equal([SmallProcess.Entry(0, s_frame)], _folios.ExpectMsg<TakePins>().Entries.ToArray());
    }

    [Fact]
    public void A_hole_without_memory_for_it_is_refused()
    {
        IActorRef space = Make(_process.AddVma(0, 16));
        space.Tell(Slow());
        FaultAnon fault = _folios.ExpectMsg<FaultAnon>();

        space.Tell(new FaultedIn(fault.Batch, fault.At, default, PteFlags.Present, Errno.ENOMEM));

        Assert.Equal(Errno.ENOMEM, ExpectMsg<BatchRefused>().Errno);
    }

    [Fact]
    public void A_page_for_a_hole_that_somebody_else_filled_meanwhile_is_given_back()
    {
        IActorRef space = Make(_process.AddVma(0, 16));
        space.Tell(Slow());
        FaultAnon first = _folios.ExpectMsg<FaultAnon>();
        space.Tell(Slow() with { Pin = 2 });
        FaultAnon second = _folios.ExpectMsg<FaultAnon>();
        PteFlags own = PteFlags.Present | PteFlags.AnonExclusive;
        space.Tell(new FaultedIn(first.Batch, first.At, s_frame, own, Errno.None));
        _folios.ExpectMsg<TakePins>();

        space.Tell(new FaultedIn(second.Batch, second.At, s_copy, own, Errno.None));

        Assert.Equal(s_copy, Assert.Single(_folios.ExpectMsg<PutMappings>().Entries.ToArray()).Frame);
        Assert.Equal([SmallProcess.Entry(0, s_frame)], _folios.ExpectMsg<TakePins>().Entries.ToArray());
    }

    [Fact]
    public void A_reader_for_a_short_time_is_content_with_the_zero_page()
    {
        IActorRef space = Make(_process.AddVma(0, 16));

        space.Tell(Slow() with { Flags = FollFlags.None });

        Assert.True(_folios.ExpectMsg<FaultAnon>().ZeroPageWillDo);
    }

    [Theory]
    [InlineData(FollFlags.Write)]
    [InlineData(FollFlags.Longterm)]
    public void A_writer_and_a_pin_for_long_need_a_page_of_their_own(FollFlags flags)
    {
        IActorRef space = Make(_process.AddVma(0, 16));

        space.Tell(Slow() with { Flags = flags });

        Assert.False(_folios.ExpectMsg<FaultAnon>().ZeroPageWillDo);
    }

    [Fact]
    public void A_page_whose_memory_failed_is_refused()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 1, PteFlags.Poison));

        space.Tell(Slow());

        Assert.Equal(Errno.EFAULT, ExpectMsg<BatchRefused>().Errno);
    }

    [Fact]
    [Trait("row", "G9")]
    public void Only_a_caller_that_works_by_the_page_splits_a_huge_entry()
    {
        _process.Pages.Map(SmallProcess.At(0), new Pfn(0x200), 512, SmallProcess.OwnPage | PteFlags.Huge);
        IActorRef space = Make(_process.AddVma(0, 512));
        space.Tell(Slow());
        PteFlags kept = _folios.ExpectMsg<TakePins>().Entries.Span[0].Flags;

        space.Tell(Slow() with { Flags = FollFlags.Write | FollFlags.SplitPmd });

        PteFlags split = _folios.ExpectMsg<TakePins>().Entries.Span[0].Flags;
        Assert.Equal((true, false), (kept.HasFlag(PteFlags.Huge), split.HasFlag(PteFlags.Huge)));
    }

    [Fact]
    public void A_refusal_gives_the_mmap_lock_back()
    {
        IActorRef space = Make(_process);
        space.Tell(Slow());
        ExpectMsg<BatchRefused>();

        space.Tell(new Fork(1), _forker.Ref);

        _forker.ExpectMsg<Forked>();
    }

    [Fact]
    public void A_fork_waits_until_the_batch_is_checked()
    {
        IActorRef space = Make(_process.AddVma(0, 1, VmaFlags.Write | VmaFlags.DontFork).Map(0, s_frame));
        space.Tell(Slow());
        TakePins taking = _folios.ExpectMsg<TakePins>();
        space.Tell(new Fork(1), _forker.Ref);
        _forker.ExpectNoMsg(100);

        space.Tell(Taken(taking));

        _forker.ExpectMsg<Forked>();
    }

    [Fact]
    public void Two_slow_paths_share_the_mmap_lock()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame));
        space.Tell(Slow());
        _folios.ExpectMsg<TakePins>();

        space.Tell(Slow() with { Pin = 2 });

        Assert.Equal(2, _folios.ExpectMsg<TakePins>().Batch.Pin);
    }

    [Fact]
    public void A_slow_path_waits_for_a_fork_and_then_comes_in_the_name_of_whoever_asked()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame));
        space.Tell(new Fork(1), _forker.Ref);
        CopyPages copy = _folios.ExpectMsg<CopyPages>();
        space.Tell(Slow());
        _folios.ExpectNoMsg(100);

        _folios.Send(space, new PagesCopied(copy.Entries, new[] { s_frame }, Errno.None));

        // The fork has shared the page, so that a write needs its own first.
        _folios.ExpectMsg<BreakCow>();
        Assert.Equal(TestActor, _folios.Sender);
    }

    [Fact]
    public void A_shared_page_is_copied_for_its_writer_and_the_copy_is_pinned()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 1, Shared));
        BreakCow broken = ReadShared(space, Slow());

        space.Tell(new CowResolved(broken.Batch, broken.Entry, s_copy, Errno.None));

        _folios.ExpectMsg<PutMappings>();
        Assert.Equal([SmallProcess.Entry(0, s_copy)], _folios.ExpectMsg<TakePins>().Entries.ToArray());
    }

    [Fact]
    public void The_mapping_of_the_page_copied_is_given_back()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 1, Shared));
        BreakCow broken = ReadShared(space, Slow());

        space.Tell(new CowResolved(broken.Batch, broken.Entry, s_copy, Errno.None));

        PutMappings put = _folios.ExpectMsg<PutMappings>();
        Assert.Equal([SmallProcess.Entry(0, s_frame, 1, Shared)], put.Entries.ToArray());
    }

    [Fact]
    public void A_page_that_nobody_else_maps_is_written_in_place()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 1, Shared));
        BreakCow broken = ReadShared(space, Slow());

        space.Tell(new CowResolved(broken.Batch, broken.Entry, s_frame, Errno.None));

        Assert.Equal([SmallProcess.Entry(0, s_frame)], _folios.ExpectMsg<TakePins>().Entries.ToArray());
    }

    [Fact]
    public void A_reader_gets_a_page_of_its_own_and_no_leave_to_write_it()
    {
        IActorRef space = Make(_process.AddVma(0, 16, VmaFlags.Read).Map(0, s_frame, 1, Shared));
        BreakCow broken = ReadShared(space, Slow() with { Flags = FollFlags.Longterm });

        space.Tell(new CowResolved(broken.Batch, broken.Entry, s_copy, Errno.None));

        _folios.ExpectMsg<PutMappings>();
        PteRun entry = Assert.Single(_folios.ExpectMsg<TakePins>().Entries.ToArray());
        Assert.Equal(PteFlags.Present | PteFlags.AnonExclusive, entry.Flags);
    }

    [Fact]
    public void A_copy_for_an_entry_that_changed_meanwhile_is_given_back()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 1, Shared));
        BreakCow broken = ReadShared(space, Slow());
        space.Tell(new UnmapForMigration(1, SmallProcess.At(0), s_frame));
        ExpectMsg<UnmappedForMigration>();

        space.Tell(new CowResolved(broken.Batch, broken.Entry, s_copy, Errno.None));

        PutMappings put = _folios.ExpectMsg<PutMappings>();
        Assert.Equal(s_copy, Assert.Single(put.Entries.ToArray()).Frame);
    }

    [Fact]
    public void No_memory_for_the_copy_is_told()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 1, Shared));
        BreakCow broken = ReadShared(space, Slow());

        space.Tell(new CowResolved(broken.Batch, broken.Entry, default, Errno.ENOMEM));

        Assert.Equal(Errno.ENOMEM, ExpectMsg<BatchRefused>().Errno);
    }

    [Fact]
    public void A_page_that_cannot_be_pinned_for_long_is_refused_and_not_read_for_ever()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame));
        space.Tell(Slow());
        TakePins taking = _folios.ExpectMsg<TakePins>();

        space.Tell(new Recheck(taking.Batch, taking.WriteProtectSeq, taking.Entries, default, Errno.ENOMEM));

        Assert.Equal(Errno.ENOMEM, ExpectMsg<BatchRefused>().Errno);
    }

    [Fact]
    public void A_folio_that_is_gone_is_looked_for_again()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame));
        space.Tell(Slow());
        TakePins taking = _folios.ExpectMsg<TakePins>();

        space.Tell(new Recheck(taking.Batch, taking.WriteProtectSeq, taking.Entries, default, Errno.EAGAIN));

        Assert.True(ExpectMsg<BatchChecked>() is { Good: 0, NeedsSlowPath: true });
    }

    [Fact]
    public void A_page_on_its_way_is_waited_for()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame));
        PteRun entry = Unmap(space);
        space.Tell(Slow());
        _folios.ExpectNoMsg(100);

        space.Tell(new RestoreMapping(1, entry, s_copy));

        Assert.Equal([SmallProcess.Entry(0, s_copy)], _folios.ExpectMsg<TakePins>().Entries.ToArray());
    }

    [Fact]
    public void Who_waits_for_a_page_on_its_way_does_not_hold_the_mmap_lock()
    {
        IActorRef space = Make(_process.AddVma(0, 1, VmaFlags.Write | VmaFlags.DontFork).Map(0, s_frame));
        Unmap(space);
        space.Tell(Slow());

        space.Tell(new Fork(1), _forker.Ref);

        _forker.ExpectMsg<Forked>();
    }

    private static ReadPtes Slow() =>
        new(1, SmallProcess.At(0), Pfn.FrameSizeBytes, FollFlags.Write | FollFlags.Longterm, Slow: true);

    private static Recheck Taken(TakePins taking)
    {
        PinnedRun[] runs = [new PinnedRun(s_frame, 1, new FrameBlock(s_frame, 0))];
        return new Recheck(taking.Batch, taking.WriteProtectSeq, taking.Entries, runs, Errno.None);
    }

    private BreakCow ReadShared(IActorRef space, ReadPtes batch)
    {
        space.Tell(batch);
        return _folios.ExpectMsg<BreakCow>();
    }

    private PteRun Unmap(IActorRef space)
    {
        space.Tell(new UnmapForMigration(1, SmallProcess.At(0), s_frame), _forker.Ref);
        return _forker.ExpectMsg<UnmappedForMigration>().Entry;
    }

    private IActorRef Make(SmallProcess process) => ActorOf(Props.Create(() => new AddressSpace(
        SmallProcess.Number, process.Vmas, process.Pages, _folios.Ref, Around.Plain)));
}
