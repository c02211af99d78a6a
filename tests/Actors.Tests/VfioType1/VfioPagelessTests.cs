using static PhyrActors.Actors.VfioType1Protocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A guest's memory without pages, such as another device's BAR, mapped for the guest's devices.</summary>
public sealed class VfioPagelessTests : VfioFixture
{
    private static readonly Phyr s_bar = new(new PhysAddr(0x80_0000_0000), 3 * Page);

    [Fact]
    [Trait("row", "T11")]
    [Trait("row", "U10")]
    public void Memory_without_pages_is_mapped_in_every_domain_and_neither_pinned_nor_charged()
    {
        IActorRef vfio = Make(limitPages: 0, pageless: [(SmallProcess.At(0), s_bar)]);
        vfio.Tell(Mapping(2, atPage: 0));
        RefusePin(Errno.EFAULT);

        UnmanagedProtocol.Map first = AnswerMap(First);
        AnswerMap(Second);

        ExpectMsg(new Mapped(1, Errno.None));
        Assert.Equal(new Phyr(s_bar.Start, 2 * Page), first.Range[0]);
        Assert.Equal(0UL, Account.PinnedPages);
        vfio.Tell(Unmapping(2));
        AnswerUnmap(Second);
        AnswerUnmapRuns(1);
        ExpectMsg(new Unmapped(2, 2 * Page, Errno.None));
        Pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    [Trait("row", "U10")]
    public void Memory_with_pages_and_the_memory_without_behind_it_are_one_mapping()
    {
        IActorRef vfio = Make(pageless: [(SmallProcess.At(4), s_bar)]);
        vfio.Tell(Mapping(6));
        AnswerPin(Ranges.Of(new FrameBlock(new Pfn(0x100), 2)));
        AnswerMap(First);
        AnswerMap(Second);
        RefusePin(Errno.EFAULT);
        UnmanagedProtocol.Map behind = AnswerMap(First);
        AnswerMap(Second);
        ExpectMsg(new Mapped(1, Errno.None));
        ulong charged = Account.PinnedPages;

        vfio.Tell(Unmapping(6));

        AnswerUnmap(Second);
        AnswerUnmapRuns(2);
        GupPinnerProtocol.UnpinPart only = AnswerUnpin();
        ExpectMsg(new Unmapped(2, 6 * Page, Errno.None));
        Assert.Equal((4UL, 0UL, s_iova + (4 * Page)), (charged, Account.PinnedPages, behind.Start));
        Assert.Equal((0, 1), (only.FirstChunk, only.Chunks));
    }

    [Fact]
    public void What_is_pinned_ends_where_memory_without_pages_begins()
    {
        IActorRef vfio = Make(pageless: [(SmallProcess.At(1), s_bar)]);

        vfio.Tell(Mapping(4));

        Assert.Equal(Page, Pinner.ExpectMsg<GupPinnerProtocol.Pin>().LengthBytes);
    }

    [Theory]
    [InlineData(Errno.EFAULT, 3UL)]
    [InlineData(Errno.ENOMEM, 0UL)]
    [Trait("row", "T11")]
    public void What_is_neither_pinned_nor_known_to_have_no_pages_is_refused(Errno errno, ulong atPage)
    {
        IActorRef vfio = Make(pageless: [(SmallProcess.At(0), s_bar)]);
        vfio.Tell(Mapping(1, atPage: atPage));

        RefusePin(errno);

        ExpectMsg(new Mapped(1, errno));
    }

    private void RefusePin(Errno errno)
    {
        GupPinnerProtocol.Pin pin = Pinner.ExpectMsg<GupPinnerProtocol.Pin>();
        Pinner.Reply(new GupPinnerProtocol.PinRefused(pin.Number, errno));
    }
}
