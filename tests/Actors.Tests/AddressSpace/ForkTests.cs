using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Fork and exit, in batches and with the mmap lock.</summary>
public sealed class ForkTests : TestKit
{
    private static readonly Pfn s_frame = new(0x40);
    private static readonly Pfn s_other = new(0x60);
    private static readonly Pfn s_copy = new(0x80);

    private readonly TestProbe _folios;
    private readonly SmallProcess _process = new();

    public ForkTests() => _folios = CreateTestProbe();

    [Fact]
    public void A_process_without_memory_forks()
    {
        IActorRef space = Make(_process);

        space.Tell(new Fork(1));

        Assert.Equal(1, ExpectMsg<Forked>().ChildProcess);
    }

    [Fact]
    public void What_is_not_to_be_inherited_is_not_copied()
    {
        _process.AddVma(0, 1, VmaFlags.Write | VmaFlags.DontFork).Map(0, s_frame).AddVma(4, 5).Map(4, s_other);
        IActorRef space = Make(_process);

        space.Tell(new Fork(1));

        Assert.Equal([SmallProcess.Entry(4, s_other)], _folios.ExpectMsg<CopyPages>().Entries.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pinned_pages_are_looked_for_only_once_something_was_pinned(bool slow)
    {
        IActorRef space = Make(_process.AddVma(0, 1).Map(0, s_frame));
        space.Tell(new Fork(1));
        bool before = _folios.ExpectMsg<CopyPages>().CopyPinned;
        EndFork(space, s_frame);
        space.Tell(new ReadPtes(1, SmallProcess.At(8), 4096, FollFlags.Write, slow));
        ExpectMsg<object>();

        space.Tell(new Fork(2));

        bool after = _folios.ExpectMsg<CopyPages>().CopyPinned;
        Assert.Equal((false, true), (before, after));
    }

    [Fact]
    public void A_shared_page_is_write_protected_in_the_parent()
    {
        IActorRef space = Make(_process.AddVma(0, 1).Map(0, s_frame));
        space.Tell(new Fork(1));
        _folios.ExpectMsg<CopyPages>();
        EndFork(space, s_frame);

        space.Tell(new Fork(2));

        Assert.Equal(
            [SmallProcess.Entry(0, s_frame, 1, PteFlags.Present)], _folios.ExpectMsg<CopyPages>().Entries.ToArray());
    }

    [Fact]
    public void A_copied_page_stays_writable_in_the_parent()
    {
        IActorRef space = Make(_process.AddVma(0, 1).Map(0, s_frame));
        space.Tell(new Fork(1));
        _folios.ExpectMsg<CopyPages>();
        EndFork(space, s_copy);

        space.Tell(new Fork(2));

        Assert.Equal([SmallProcess.Entry(0, s_frame)], _folios.ExpectMsg<CopyPages>().Entries.ToArray());
    }

    [Fact]
    public void The_child_has_the_copies()
    {
        IActorRef space = Make(_process.AddVma(0, 1).Map(0, s_frame));
        space.Tell(new Fork(1));
        _folios.ExpectMsg<CopyPages>();
        IActorRef child = EndFork(space, s_copy);

        child.Tell(new Exit());

        Assert.Equal([SmallProcess.Entry(0, s_copy)], _folios.ExpectMsg<PutMappings>().Entries.ToArray());
    }

    [Fact]
    public void A_fork_counts_the_pages_it_copied_and_shared()
    {
        _process.AddVma(0, 8).Map(0, s_frame, 2).Map(2, s_other);
        IActorRef space = Make(_process);
        TestProbe events = CreateTestProbe();
        Sys.EventStream.Subscribe(events.Ref, typeof(ForkEnded));
        space.Tell(new Fork(1));
        CopyPages copy = _folios.ExpectMsg<CopyPages>();

        space.Tell(new PagesCopied(copy.Entries, new[] { s_copy, s_other }, Errno.None));

        Assert.Equal(new ForkEnded(SmallProcess.Number, 2, 1, Errno.None), events.ExpectMsg<ForkEnded>());
    }

    [Fact]
    public void A_second_fork_waits_for_the_first()
    {
        IActorRef space = Make(_process.AddVma(0, 1).Map(0, s_frame));
        space.Tell(new Fork(1));
        space.Tell(new Fork(2));
        Assert.Equal(1, _folios.ExpectMsg<CopyPages>().ChildProcess);
        _folios.ExpectNoMsg(100);

        EndFork(space, s_frame);

        Assert.Equal(2, _folios.ExpectMsg<CopyPages>().ChildProcess);
    }

    [Fact]
    public void A_fork_can_be_cut_anywhere()
    {
        _process.AddVma(0, 8).Map(0, s_frame).Map(1, s_other);
        IActorRef space = Make(_process, Around.Choosing("fork.cut", 1));
        space.Tell(new Fork(1));
        CopyPages first = _folios.ExpectMsg<CopyPages>();

        space.Tell(new PagesCopied(first.Entries, new[] { s_frame }, Errno.None));

        Assert.Equal([SmallProcess.Entry(1, s_other)], _folios.ExpectMsg<CopyPages>().Entries.ToArray());
    }

    [Fact]
    public void No_memory_for_a_copy_is_told()
    {
        IActorRef space = Make(_process.AddVma(0, 1).Map(0, s_frame));
        space.Tell(new Fork(1));
        CopyPages copy = _folios.ExpectMsg<CopyPages>();

        space.Tell(new PagesCopied(copy.Entries, default, Errno.ENOMEM));

        Assert.Equal(Errno.ENOMEM, ExpectMsg<ForkRefused>().Errno);
    }

    [Fact]
    public void A_half_made_child_gives_back_what_it_got_though_its_vma_was_not_done()
    {
        _process.AddVma(0, 8).Map(0, s_frame).Map(1, s_other);
        IActorRef space = Make(_process);
        space.Tell(new Fork(1));
        CopyPages copy = _folios.ExpectMsg<CopyPages>();

        space.Tell(new PagesCopied(copy.Entries, new[] { s_copy }, Errno.ENOMEM));

        Assert.Equal([SmallProcess.Entry(0, s_copy)], _folios.ExpectMsg<PutMappings>().Entries.ToArray());
    }

    [Fact]
    public void A_fork_waits_for_a_page_on_its_way_and_takes_what_comes_before()
    {
        _process.AddVma(0, 8).Map(0, s_frame).Map(1, s_other);
        IActorRef space = Make(_process);
        PteRun entry = Unmap(space, 1, s_other);
        space.Tell(new Fork(1));
        CopyPages first = _folios.ExpectMsg<CopyPages>();
        space.Tell(new PagesCopied(first.Entries, new[] { s_frame }, Errno.None));
        _folios.ExpectNoMsg(100);

        space.Tell(new RestoreMapping(1, entry, s_copy));

        Assert.Equal([SmallProcess.Entry(1, s_copy)], _folios.ExpectMsg<CopyPages>().Entries.ToArray());
    }

    [Fact]
    public void A_migration_that_meets_a_fork_is_refused_and_not_deferred()
    {
        IActorRef space = Make(_process.AddVma(0, 1).Map(0, s_frame));
        space.Tell(new Fork(1));
        _folios.ExpectMsg<CopyPages>();

        space.Tell(new UnmapForMigration(1, SmallProcess.At(0), s_frame));

        Assert.Equal(Errno.EAGAIN, ExpectMsg<UnmappedForMigration>().Errno);
    }

    [Fact]
    public void An_exit_gives_every_mapping_back_and_stops()
    {
        IActorRef space = Make(_process.AddVma(0, 2).Map(0, s_frame).AddVma(4, 6).Map(5, s_other));
        Watch(space);
        space.Tell(new Exit());
        _folios.ExpectMsg<PutMappings>();
        _folios.Reply(new MappingsPut());
        PutMappings second = _folios.ExpectMsg<PutMappings>();

        _folios.Reply(new MappingsPut());

        Assert.Equal([SmallProcess.Entry(5, s_other)], second.Entries.ToArray());
        ExpectTerminated(space);
    }

    [Fact]
    public void An_exit_waits_for_a_fork()
    {
        IActorRef space = Make(_process.AddVma(0, 1).Map(0, s_frame));
        space.Tell(new Fork(1));
        _folios.ExpectMsg<CopyPages>();
        space.Tell(new Exit());
        _folios.ExpectNoMsg(100);

        EndFork(space, s_frame);

        _folios.ExpectMsg<PutMappings>();
    }

    [Fact]
    public void An_exit_waits_for_a_page_on_its_way_and_gives_back_where_it_went()
    {
        IActorRef space = Make(_process.AddVma(0, 1).Map(0, s_frame));
        PteRun entry = Unmap(space, 0, s_frame);
        space.Tell(new Exit());
        _folios.ExpectNoMsg(100);

        space.Tell(new RestoreMapping(1, entry, s_copy));

        Assert.Equal([SmallProcess.Entry(0, s_copy)], _folios.ExpectMsg<PutMappings>().Entries.ToArray());
    }

    private IActorRef EndFork(IActorRef space, Pfn frame)
    {
        PteRun[] entries = [SmallProcess.Entry(0, s_frame)];
        space.Tell(new PagesCopied(entries, new[] { frame }, Errno.None));
        return ExpectMsg<Forked>().Child;
    }

    private PteRun Unmap(IActorRef space, ulong page, Pfn frame)
    {
        space.Tell(new UnmapForMigration(1, SmallProcess.At(page), frame), _folios.Ref);
        return _folios.ExpectMsg<UnmappedForMigration>().Entry;
    }

    private IActorRef Make(SmallProcess process, Surroundings? surroundings = null)
    {
        Surroundings around = surroundings ?? Around.Plain;
        return ActorOf(Props.Create(() => new AddressSpace(
            SmallProcess.Number, process.Vmas, process.Pages, _folios.Ref, around)));
    }
}
