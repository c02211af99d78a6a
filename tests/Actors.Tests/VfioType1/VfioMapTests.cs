using static PhyrActors.Actors.VfioType1Protocol;

namespace PhyrActors.Actors.Tests;

public sealed class VfioMapTests : VfioFixture
{
    [Fact]
    [Trait("row", "U4")]
    public void Memory_that_lies_in_one_piece_is_mapped_by_one_call_a_domain_however_many_folios_it_is()
    {
        IActorRef vfio = Make();
        vfio.Tell(Mapping(4));

        AnswerPin(Ranges.Of(new FrameBlock(new Pfn(0x100), 1), new FrameBlock(new Pfn(0x102), 1)));

        UnmanagedProtocol.Map first = AnswerMap(First);
        UnmanagedProtocol.Map second = AnswerMap(Second);
        Assert.Equal((s_iova, 0, 2), (first.Start, first.FirstChunk, first.Chunks));
        Assert.Equal(first, second);
        ExpectMsg(new Mapped(1, Errno.None));
    }

    [Fact]
    [Trait("row", "D7")]
    public void Each_run_is_charged_and_mapped_in_every_domain_before_the_next()
    {
        MakeMapping(2);

        AnswerMap(First);
        ulong charged = Account.PinnedPages;
        First.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        AnswerMap(Second);

        Assert.Equal((1UL, s_iova + Page), (charged, AnswerMap(First).Start));
        AnswerMap(Second);
        ExpectMsg(new Mapped(1, Errno.None));
        Assert.Equal(2UL, Account.PinnedPages);
    }

    [Fact]
    public void More_than_a_batch_is_pinned_batch_by_batch_for_long_and_not_charged_twice()
    {
        IActorRef vfio = Make();
        vfio.Tell(Mapping(6));

        GupPinnerProtocol.Pin first = AnswerPin(Ranges.Of(new FrameBlock(new Pfn(0x100), 2)));
        AnswerMap(First);
        AnswerMap(Second);
        GupPinnerProtocol.Pin second = AnswerPin(Ranges.Of(new FrameBlock(new Pfn(0x200), 1)));

        Assert.Equal((4 * Page, 2 * Page), (first.LengthBytes, second.LengthBytes));
        Assert.Equal(SmallProcess.At(4), second.Start);
        Assert.True(first.IsChargedElsewhere && first.Flags.HasFlag(FollFlags.Longterm | FollFlags.Write));
    }

    [Theory]
    [InlineData(0UL, 1UL, 0UL, Errno.EINVAL)]
    [InlineData(0x800UL, 0UL, 4096UL, Errno.EINVAL)]
    [InlineData(0UL, 0UL, 4097UL, Errno.EINVAL)]
    [InlineData(0xFFFF_FFFF_FFFF_F000UL, 0UL, 8192UL, Errno.EINVAL)]
    public void What_is_no_whole_number_of_pages_is_refused(ulong iova, ulong offset, ulong lengthBytes, Errno errno)
    {
        IActorRef vfio = Make();

        vfio.Tell(new MapDma(1, new Iova(iova), SmallProcess.At(0) + offset, lengthBytes, DmaDirection.Bidirectional));

        ExpectMsg(new Mapped(1, errno));
    }

    [Fact]
    public void A_mapping_over_another_is_refused()
    {
        IActorRef vfio = MakeMapped(2);

        vfio.Tell(Mapping(2, request: 5, atPage: 1));

        ExpectMsg(new Mapped(5, Errno.EEXIST));
    }

    [Fact]
    public void There_are_no_more_mappings_than_the_limit()
    {
        IActorRef vfio = Make(entryLimit: 1);
        MapAll(vfio, Ranges.OfPages(1), runs: 1);

        vfio.Tell(Mapping(1, request: 5, atPage: 8));

        ExpectMsg(new Mapped(5, Errno.ENOSPC));
    }

    [Fact]
    public void A_domain_that_refuses_has_the_run_unmapped_in_the_others_and_unpinned_after_that()
    {
        MakeMapping(2);
        AnswerMap(First);
        AnswerMap(Second, Errno.ENOMEM);

        Pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal(Page, AnswerUnmap(First).LengthBytes);

        GupPinnerProtocol.UnpinPart rest = AnswerUnpin();
        Assert.Equal((0, 2), (rest.FirstChunk, rest.Chunks));
        ExpectMsg(new Mapped(1, Errno.ENOMEM));
        Assert.Equal(0UL, Account.PinnedPages);
    }

    [Fact]
    public void A_failure_takes_what_was_mapped_before_with_it()
    {
        MakeMapping(2);
        AnswerMap(First);
        AnswerMap(Second);
        AnswerMap(First, Errno.ENOMEM);

        Assert.Equal(1, AnswerUnpin().FirstChunk);
        AnswerUnmap(Second);
        AnswerUnmapRuns(1);
        Assert.Equal((0, 1), (AnswerUnpin().FirstChunk, 1));

        ExpectMsg(new Mapped(1, Errno.ENOMEM));
        Assert.Equal(0UL, Account.PinnedPages);
    }

    [Fact]
    public void Above_the_limit_of_locked_memory_nothing_stays_mapped_pinned_or_charged()
    {
        MakeMapping(2, limitPages: 1);
        AnswerMap(First);
        AnswerMap(Second);

        Assert.Equal(1, AnswerUnpin().FirstChunk);
        AnswerUnmap(Second);
        AnswerUnmapRuns(1);
        AnswerUnpin();

        ExpectMsg(new Mapped(1, Errno.ENOMEM));
        Assert.Equal(0UL, Account.PinnedPages);
    }

    [Fact]
    public void Memory_that_cannot_be_pinned_is_not_mapped_and_the_place_is_free_again()
    {
        IActorRef vfio = Make();
        vfio.Tell(Mapping(1));
        GupPinnerProtocol.Pin pin = Pinner.ExpectMsg<GupPinnerProtocol.Pin>();
        Pinner.Reply(new GupPinnerProtocol.PinRefused(pin.Number, Errno.EFAULT));

        ExpectMsg(new Mapped(1, Errno.EFAULT));

        MapAll(vfio, Ranges.OfPages(1), runs: 1);
    }

    [Fact]
    public void One_call_waits_for_the_other()
    {
        IActorRef vfio = Make();
        vfio.Tell(Mapping(1));
        vfio.Tell(Mapping(1, request: 5, atPage: 8));
        GupPinnerProtocol.Pin pin = Pinner.ExpectMsg<GupPinnerProtocol.Pin>();
        Pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        vfio.Tell(new GupPinnerProtocol.PinRefused(pin.Number, Errno.EFAULT));

        ExpectMsg(new Mapped(1, Errno.EFAULT));
        Assert.Equal(SmallProcess.At(8), Pinner.ExpectMsg<GupPinnerProtocol.Pin>().Start);
    }

    [Fact]
    public void A_call_that_waits_is_told_with_who_holds_the_lock()
    {
        Sys.EventStream.Subscribe(Events.Ref, typeof(TokenContended));
        IActorRef vfio = Make();
        vfio.Tell(Mapping(1));

        vfio.Tell(Mapping(1, request: 5, atPage: 8));

        TokenContended told = Events.ExpectMsg<TokenContended>();
        Assert.Equal([new TokenUser("VFIO map", 1)], told.Holders);
        Assert.Equal([new TokenUser("VFIO map", 5)], told.Waiters);
        GupPinnerProtocol.Pin pin = Pinner.ExpectMsg<GupPinnerProtocol.Pin>();
        vfio.Tell(new GupPinnerProtocol.PinRefused(pin.Number, Errno.EFAULT));
        TokenContended granted = Events.ExpectMsg<TokenContended>();
        Assert.Equal([new TokenUser("VFIO map", 5)], granted.Holders);
        Assert.Empty(granted.Waiters);
    }

    [Fact]
    [Trait("row", "U4")]
    public void Reserved_pages_are_pinned_and_mapped_in_a_run_of_their_own_and_not_charged()
    {
        FrameBlock ordinary = new(new Pfn(0x100), 0);
        FrameBlock reserved = new(new Pfn(0x101), 0);
        IActorRef vfio = Make(limitPages: 1, reserved: [new Phyr(reserved.Head.Address, Page)]);

        MapAll(vfio, Ranges.Of(ordinary, reserved), runs: 2);

        Assert.Equal(1UL, Account.PinnedPages);
        vfio.Tell(Unmapping(2));
        AnswerUnmap(Second);
        AnswerUnmapRuns(2);
        AnswerUnpin();
        AnswerUnpin();
        ExpectMsg(new Unmapped(2, 2 * Page, Errno.None));
        Assert.Equal(0UL, Account.PinnedPages);
    }
}
