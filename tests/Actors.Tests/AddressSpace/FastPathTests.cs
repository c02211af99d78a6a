using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>GUP-fast: reads that wait for nobody, and the re-check.</summary>
public sealed class FastPathTests : TestKit
{
    private static readonly Pfn s_frame = new(0x40);

    private readonly TestProbe _folios;
    private readonly SmallProcess _process = new();

    public FastPathTests() => _folios = CreateTestProbe();

    [Fact]
    public void The_entries_of_a_batch_go_on_to_have_their_pins_taken()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 4));

        space.Tell(Read(0, 4));

        TakePins taking = _folios.ExpectMsg<TakePins>();
        Assert.Equal([SmallProcess.Entry(0, s_frame, 4)], taking.Entries.ToArray());
    }

    [Fact]
    public void The_answer_to_the_pins_goes_to_whoever_asked()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 4));

        space.Tell(Read(0, 4));
        _folios.ExpectMsg<TakePins>();

        Assert.Equal(TestActor, _folios.Sender);
    }

    [Fact]
    public void Entries_are_read_and_no_vma_is_asked()
    {
        IActorRef space = Make(_process.AddVma(0, 2).AddVma(2, 3).Map(0, s_frame, 4));

        space.Tell(Read(0, 4));

        TakePins taking = _folios.ExpectMsg<TakePins>();
        Assert.Equal([SmallProcess.Entry(0, s_frame, 4)], taking.Entries.ToArray());
    }

    [Fact]
    public void A_batch_ends_at_the_first_entry_that_needs_the_slow_path()
    {
        _process.AddVma(0, 16).Map(0, s_frame, 2).Map(2, s_frame + 2, 2, PteFlags.Present);
        IActorRef space = Make(_process);

        space.Tell(Read(0, 4));

        Assert.Equal(1, _folios.ExpectMsg<TakePins>().Entries.Length);
    }

    [Fact]
    public void A_batch_can_be_cut_anywhere()
    {
        _process.AddVma(0, 16).Map(0, s_frame, 1).Map(1, new Pfn(0x90), 1).Map(2, new Pfn(0x60), 1);
        IActorRef space = Make(_process, Around.Choosing("pin.cut", 2));

        space.Tell(Read(0, 3));

        Assert.Equal(2, _folios.ExpectMsg<TakePins>().Entries.Length);
    }

    [Theory]
    [InlineData(PteFlags.Present | PteFlags.AnonExclusive, FollFlags.Write)]
    [InlineData(PteFlags.Migration | PteFlags.Writable | PteFlags.AnonExclusive, FollFlags.Write)]
    [InlineData(PteFlags.Present, FollFlags.None)]
    public void An_entry_that_may_not_be_pinned_as_it_is_is_left_to_the_slow_path(PteFlags flags, FollFlags pin)
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 1, flags));

        space.Tell(Read(0, 1) with { Flags = pin });

        Assert.True(ExpectMsg<BatchChecked>() is { NeedsSlowPath: true, Good: 0, Taken.Length: 0 });
    }

    [Fact]
    public void A_page_of_the_process_alone_is_pinned_for_reading_though_it_is_write_protected()
    {
        PteFlags flags = PteFlags.Present | PteFlags.AnonExclusive;
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 1, flags));

        space.Tell(Read(0, 1) with { Flags = FollFlags.Longterm });

        _folios.ExpectMsg<TakePins>();
    }

    [Fact]
    public void A_hole_is_left_to_the_slow_path()
    {
        IActorRef space = Make(_process.AddVma(0, 16));

        space.Tell(Read(0, 1));

        Assert.True(ExpectMsg<BatchChecked>().NeedsSlowPath);
    }

    [Theory]
    [InlineData(PteFlags.Present)]
    [InlineData(PteFlags.Present | PteFlags.AnonExclusive)]
    [InlineData(PteFlags.Present | PteFlags.Writable | PteFlags.Special)]
    [InlineData(PteFlags.Migration | PteFlags.Writable)]
    [InlineData(PteFlags.Poison)]
    public void An_entry_that_does_not_permit_the_pin_by_itself_is_left_to_the_slow_path(PteFlags entry)
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 1, entry));

        space.Tell(Read(0, 1));

        Assert.True(ExpectMsg<BatchChecked>().NeedsSlowPath);
    }

    [Fact]
    public void A_read_during_a_fork_is_answered_at_once_and_declined()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame));
        space.Tell(new Fork(1));
        _folios.ExpectMsg<CopyPages>();

        space.Tell(Read(0, 1));

        Assert.True(ExpectMsg<BatchChecked>().NeedsSlowPath);
    }

    [Fact]
    public void A_read_is_never_deferred_by_a_slow_path()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame));
        space.Tell(Read(0, 1) with { Slow = true });
        _folios.ExpectMsg<TakePins>();

        space.Tell(Read(0, 1));

        Assert.False(_folios.ExpectMsg<TakePins>().Batch.Slow);
    }

    [Fact]
    public void Entries_that_are_as_they_were_make_all_pins_good()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 4));
        TakePins taking = ReadOne(space, Read(0, 4));

        space.Tell(Taken(taking, 1));

        Assert.True(ExpectMsg<BatchChecked>() is { Good: 1, NeedsSlowPath: false });
    }

    [Fact]
    public void Pins_that_were_not_all_taken_are_good_as_far_as_they_go()
    {
        _process.AddVma(0, 16).Map(0, s_frame).Map(1, new Pfn(0x90));
        IActorRef space = Make(_process);
        TakePins taking = ReadOne(space, Read(0, 2));

        space.Tell(Taken(taking, 1, Errno.EAGAIN));

        Assert.True(ExpectMsg<BatchChecked>() is { Good: 1, NeedsSlowPath: true });
    }

    [Fact]
    public void An_entry_that_went_away_meanwhile_makes_its_pin_and_those_behind_it_bad()
    {
        _process.AddVma(0, 16).Map(0, s_frame).Map(1, new Pfn(0x90)).Map(2, new Pfn(0x60));
        IActorRef space = Make(_process);
        TakePins taking = ReadOne(space, Read(0, 3));
        space.Tell(new UnmapForMigration(1, SmallProcess.At(1), new Pfn(0x90)));
        ExpectMsg<UnmappedForMigration>();

        space.Tell(Taken(taking, 3));

        Assert.True(ExpectMsg<BatchChecked>() is { Good: 1, NeedsSlowPath: true, Taken.Length: 3 });
    }

    [Fact]
    public void A_fork_that_came_between_makes_every_pin_bad()
    {
        IActorRef space = Make(_process.AddVma(0, 16, VmaFlags.Write | VmaFlags.DontFork).Map(0, s_frame));
        TakePins taking = ReadOne(space, Read(0, 1));
        space.Tell(new Fork(1));
        ExpectMsg<Forked>();

        space.Tell(Taken(taking, 1));

        Assert.True(ExpectMsg<BatchChecked>() is { Good: 0, NeedsSlowPath: true, Taken.Length: 1 });
    }

    [Fact]
    public void A_recheck_is_never_deferred_by_a_fork()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame));
        TakePins taking = ReadOne(space, Read(0, 1));
        space.Tell(new Fork(1));
        _folios.ExpectMsg<CopyPages>();

        space.Tell(Taken(taking, 1));

        Assert.Equal(0, ExpectMsg<BatchChecked>().Good);
    }

    private static ReadPtes Read(ulong page, ulong pages) => new(
        1, SmallProcess.At(page), pages << Pfn.FrameSizeLog2, FollFlags.Write | FollFlags.Longterm, Slow: false);

    private static Recheck Taken(TakePins taking, int count, Errno errno = Errno.None)
    {
        PinnedRun[] runs =
        [
            .. taking.Entries[..count].ToArray().Select(
                entry => new PinnedRun(entry.Frame, entry.Pages, new FrameBlock(entry.Frame, 0))),
        ];
        return new Recheck(taking.Batch, taking.WriteProtectSeq, taking.Entries, runs, errno);
    }

    private TakePins ReadOne(IActorRef space, ReadPtes batch)
    {
        space.Tell(batch);
        return _folios.ExpectMsg<TakePins>();
    }

    private IActorRef Make(SmallProcess process, Surroundings? surroundings = null)
    {
        Surroundings around = surroundings ?? Around.Plain;
        return ActorOf(Props.Create(() => new AddressSpace(
            SmallProcess.Number, process.Vmas, process.Pages, _folios.Ref, around)));
    }
}
