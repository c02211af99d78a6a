using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Entries that fault to tell where memory is used from.</summary>
[Trait("row", "G10")]
public sealed class NumaHintTests : TestKit
{
    private const PteFlags Hinted = PteFlags.Present | PteFlags.AnonExclusive | PteFlags.ProtNone;

    private readonly SmallProcess _process = new();

    [Theory]
    [InlineData(false, Errno.None)]
    [InlineData(true, Errno.EBUSY)]
    public void A_page_is_hinted_at_unless_it_is_pinned(bool pinned, Errno errno)
    {
        ProcessCast cast = Cast();
        if (pinned)
        {
            Pin(cast, FollFlags.Write);
        }

        Assert.Equal(errno, Hint(cast));

        Assert.Equal(pinned ? SmallProcess.OwnPage : Hinted, Entry().Flags);
    }

    [Fact]
    public void A_page_that_a_child_shares_is_not_hinted_at()
    {
        ProcessCast cast = Cast();
        cast.Space.Tell(new Fork(8));
        ExpectMsg<Forked>();

        Assert.Equal(Errno.EBUSY, Hint(cast));
    }

    [Fact]
    public void The_fast_path_declines_a_hinted_entry_and_the_slow_path_reads_through_it()
    {
        ProcessCast cast = Cast();
        Hint(cast);
        cast.Space.Tell(new ReadPtes(9, SmallProcess.At(0), Pfn.FrameSizeBytes, FollFlags.Pin, Slow: false));
        Assert.True(ExpectMsg<BatchChecked>().NeedsSlowPath);

        Pin(cast, FollFlags.None);

        Assert.Equal(Hinted, Entry().Flags);
    }

    [Theory]
    [InlineData(FollFlags.Write)]
    [InlineData(FollFlags.HonorNumaFault)]
    public void A_pin_for_writing_or_one_that_honours_hints_takes_the_fault(FollFlags flags)
    {
        ProcessCast cast = Cast();
        Hint(cast);

        Pin(cast, flags);

        Assert.Equal(SmallProcess.OwnPage, Entry().Flags);
    }

    [Fact]
    public void A_load_takes_the_fault_and_the_folio_may_move_unless_a_pin_was_faster()
    {
        ProcessCast cast = Cast(Around.Choosing("numa.misplaced", 1));
        Pfn old = Entry().Frame;
        Hint(cast);

        cast.Space.Tell(new Populate(SmallProcess.At(0), Write: false));

        ExpectMsg(new Populated(SmallProcess.At(0), Errno.None));
        AwaitAssert(() => Assert.NotEqual(old, Entry().Frame));
        AwaitAssert(() => Assert.True(Entry().Flags.HasFlag(PteFlags.Present)));
        Pfn moved = Entry().Frame;
        Hint(cast);
        RangeCpu range = Pin(cast, FollFlags.Write);
        AwaitAssert(() => Assert.True(Entry().Flags.HasFlag(PteFlags.Present)));
        Assert.Equal(Entry().Frame, Pfn.Of(range[0].Start));
        Assert.True(_process.FolioOf(Entry().Frame).MaybeDmaPinned);
        Assert.NotEqual(old, moved);
    }

    [Fact]
    public void A_shared_page_of_a_file_is_hinted_at_even_while_it_is_pinned_and_a_store_faults()
    {
        ProcessCast cast = new(this, _process.AddFile(5, 4));
        cast.Space.Tell(new Populate(SmallProcess.At(0), Write: true));
        ExpectMsg<Populated>();
        Pin(cast, FollFlags.Write);

        Assert.Equal(Errno.None, Hint(cast));
        cast.Space.Tell(new Populate(SmallProcess.At(0), Write: true));

        ExpectMsg(new Populated(SmallProcess.At(0), Errno.None));
        Assert.Equal(PteFlags.Present | PteFlags.Writable | PteFlags.File, Entry().Flags);
    }

    [Fact]
    public void A_hole_is_not_hinted_at()
    {
        ProcessCast cast = new(this, _process.AddVma(0, 1));

        Assert.Equal(Errno.EFAULT, Hint(cast));
    }

    private ProcessCast Cast(Surroundings? surroundings = null)
    {
        _process.Give(0);
        return new ProcessCast(this, _process.AddVma(0, 1), surroundings);
    }

    private Errno Hint(ProcessCast cast)
    {
        cast.Space.Tell(new HintNuma(SmallProcess.At(0)));
        return ExpectMsg<NumaHinted>().Errno;
    }

    private RangeCpu Pin(ProcessCast cast, FollFlags flags)
    {
        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pfn.FrameSizeBytes, flags));
        return ExpectMsg<Pinned>().Range;
    }

    private PteRun Entry() => _process.Pages.TryFindRun(SmallProcess.At(0), out PteRun entry) ? entry : default;
}
