using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Processes that end with their pins alive.</summary>
[Trait("row", "G10")]
public sealed class ExitTests : TestKit
{
    private readonly SmallProcess _process = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pins_and_their_charge_outlive_an_exit_until_the_driver_lets_go(bool execsFirst)
    {
        _process.Give(0, order: 4);
        ProcessCast cast = new(this, _process.AddVma(0, 16));
        if (execsFirst)
        {
            cast.Pinner.Tell(new GupPinnerProtocol.Exec());
            ExpectMsg<GupPinnerProtocol.Execed>();
        }

        RangeCpu range = Pin(cast, 1);
        EndProcess(cast);

        Folio folio = _process.FolioOf(Pfn.Of(range[0].Start));
        Assert.Equal((0, true), (folio.MapCount, folio.MaybeDmaPinned));
        Assert.Equal(0, _process.Vmas.Count);
        Assert.Equal(execsFirst ? 0UL : 1UL, cast.Account.PinnedPages);
        cast.Pinner.Tell(new Unpin(1, range, Dirty: true));
        ExpectMsg<Unpinned>();
        Assert.Equal((0, 0UL), (_process.Folios.LiveFolios, cast.Account.PinnedPages));
    }

    [Fact]
    public void Whoever_asks_after_the_exit_finds_no_memory()
    {
        _process.Give(0);
        ProcessCast cast = new(this, _process.AddVma(0, 1));
        EndProcess(cast);

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pfn.FrameSizeBytes, FollFlags.Write));
        Assert.Equal(Errno.EFAULT, ExpectMsg<PinRefused>().Errno);
        cast.Space.Tell(new Mmap(SmallProcess.At(0), Pfn.FrameSizeBytes, SmallProcess.Anonymous));
        Assert.Equal(Errno.ESRCH, ExpectMsg<Mmapped>().Errno);
        cast.Space.Tell(new Populate(SmallProcess.At(0), Write: true));
        Assert.Equal(Errno.EFAULT, ExpectMsg<Populated>().Errno);
        Assert.Equal((0, 0UL), (_process.Folios.LiveFolios, cast.Account.PinnedPages));
    }

    [Fact]
    public void A_process_that_has_ended_neither_forks_nor_execs_and_ends_once()
    {
        _process.Give(0);
        ProcessCast cast = new(this, _process.AddVma(0, 1));
        EndProcess(cast);

        cast.Space.Tell(new Fork(8));
        ExpectMsg(new ForkRefused(8, Errno.ESRCH));
        cast.Pinner.Tell(new GupPinnerProtocol.Exec());
        ExpectMsg(new GupPinnerProtocol.Execed { Errno = Errno.ESRCH });
        EndProcess(cast);

        cast.Space.Tell(new Fork(9));
        ExpectMsg(new ForkRefused(9, Errno.ESRCH));
        Assert.Equal(0, _process.Folios.LiveFolios);
    }

    [Fact]
    public void Whoever_waits_for_the_exit_is_refused_when_it_is_over()
    {
        _process.Give(0);
        TestProbe driver = CreateTestProbe();
        TestProbe parent = CreateTestProbe();
        ProcessCast cast = new(this, _process.AddVma(0, 1));
        driver.Send(cast.Space, new MmuNotifierProtocol.Insert(1, SmallProcess.At(0), Pfn.FrameSizeBytes));
        driver.ExpectMsg<MmuNotifierProtocol.Inserted>();
        cast.Pinner.Tell(new EndProcess());
        long exit = driver.ExpectMsg<MmuNotifierProtocol.Invalidate>().Invalidation;

        cast.Pinner.Tell(new GupPinnerProtocol.Exec());
        parent.Send(cast.Space, new Fork(8));
        driver.Reply(new MmuNotifierProtocol.Invalidated(exit, Done: true));

        ExpectMsg<ProcessEnded>();
        ExpectMsg(new GupPinnerProtocol.Execed { Errno = Errno.ESRCH });
        parent.ExpectMsg(new ForkRefused(8, Errno.ESRCH));
    }

    [Fact]
    public void A_file_is_cut_without_asking_who_has_exited()
    {
        ProcessCast cast = new(this, _process.AddFile(5, 4));
        RangeCpu range = Pin(cast, 1);
        Watch(cast.Space).Tell(new Exit());
        ExpectMsg<Terminated>();

        cast.Folios.Tell(new Truncate(5, 0));

        ExpectMsg(new Truncated(5, Errno.None));
        Assert.Equal(0, _process.FolioOf(Pfn.Of(range[0].Start)).MapCount);
    }

    [Fact]
    public void An_exit_after_an_exec_gives_everything_back_that_was_mapped_since()
    {
        ProcessCast cast = new(this, _process.AddVma(0, 4));
        Touch(cast);
        cast.Space.Tell(new AddressSpaceProtocol.Exec());
        ExpectMsg<AddressSpaceProtocol.Execed>();
        Touch(cast);
        Watch(cast.Space);

        cast.Space.Tell(new Exit());

        ExpectMsg<Terminated>();
        Assert.Equal(0, _process.Folios.LiveFolios);
    }

    private void Touch(ProcessCast cast)
    {
        cast.Space.Tell(new Populate(SmallProcess.At(0), Write: true));
        Assert.Equal(Errno.None, ExpectMsg<Populated>().Errno);
    }

    private void EndProcess(ProcessCast cast)
    {
        cast.Pinner.Tell(new EndProcess());
        ExpectMsg<ProcessEnded>();
    }

    private RangeCpu Pin(ProcessCast cast, long number)
    {
        cast.Pinner.Tell(new Pin(
            number, SmallProcess.At(0), Pfn.FrameSizeBytes, FollFlags.Write | FollFlags.Longterm));
        return ExpectMsg<Pinned>().Range;
    }
}
