using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Whoever breaks the contract gets an errno, and what was done wrong is published; the domain goes
/// on.</summary>
public sealed class MisuseTests : DomainFixture
{
    public MisuseTests() => Sys.EventStream.Subscribe(Events.Ref, typeof(MappingMisused));

    [Fact]
    public void Freeing_twice_is_told_and_published()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);
        domain.Tell(new Free(state, 0));
        ExpectMsg(new Freed(state, Errno.None));

        domain.Tell(new Free(state, 0));

        ExpectMsg(new Freed(state, Errno.EINVAL));
        ExpectMisuse(state, MappingMisuse.UnknownAddress, Errno.EINVAL);
    }

    [Fact]
    public void Freeing_while_something_is_linked_is_refused_and_changes_nothing()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);

        domain.Tell(new Free(state, 0));

        ExpectMsg(new Freed(state, Errno.EBUSY));
        ExpectMisuse(state, MappingMisuse.StillLinked, Errno.EBUSY);
        Assert.Equal(1, Iovas.LiveCount);
    }

    [Fact]
    public void Another_devices_window_is_refused()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);

        domain.Tell(new Destroy(state, 0, 0, Device: 9));

        ExpectMsg(new Destroyed(state, Errno.EINVAL));
        ExpectMisuse(state, MappingMisuse.OtherDevice, Errno.EINVAL);
    }

    [Fact]
    public void A_wrong_length_at_destroy_is_refused()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);

        domain.Tell(new Destroy(state, 3 * Page, 0));

        ExpectMsg(new Destroyed(state, Errno.EINVAL));
        ExpectMisuse(state, MappingMisuse.OtherLength, Errno.EINVAL);
    }

    [Fact]
    public void A_piece_behind_the_first_that_begins_inside_a_page_is_refused_with_EIO()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);
        RangeCpu range = Ranges.OfBytes(new Phyr(new PhysAddr(0x5800), 0x100));

        domain.Tell(LinkAll(state) with { Range = range, Offset = Page });

        ExpectMsg(new Linked(state, 0, Errno.EIO));
        ExpectMisuse(state, MappingMisuse.Unaligned, Errno.EIO);
    }

    [Fact]
    public void A_piece_after_one_that_ended_inside_a_page_is_refused()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);
        domain.Tell(LinkAll(state) with { Range = Ranges.OfBytes(new Phyr(new PhysAddr(0x5000), 0x100)) });
        AnswerWrite(0x100);
        ExpectMsg<Linked>();

        domain.Tell(LinkAll(state) with { Range = Ranges.OfPages(1), Offset = 0x100 });

        ExpectMsg(new Linked(state, 0, Errno.EINVAL));
        ExpectMisuse(state, MappingMisuse.Unaligned, Errno.EINVAL);
    }

    [Fact]
    public void A_piece_outside_the_window_is_refused()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);

        domain.Tell(LinkAll(state) with { Offset = Page });

        ExpectMsg(new Linked(state, 0, Errno.EINVAL));
        ExpectMisuse(state, MappingMisuse.OutOfRange, Errno.EINVAL);
    }

    [Fact]
    public void A_piece_over_another_is_refused_by_the_table()
    {
        IActorRef domain = Make();
        Iova state = AllocateAndLink(domain);

        domain.Tell(LinkAll(state) with { Range = Ranges.OfPages(1), Offset = Page });
        AnswerWrite(0, Errno.EADDRINUSE);

        ExpectMsg(new Linked(state, 4 * Page, Errno.EADDRINUSE));
        ExpectMisuse(state, MappingMisuse.Overlap, Errno.EADDRINUSE);
    }

    [Theory]
    [InlineData(0UL, 0UL, MappingMisuse.OutOfRange)]
    [InlineData(4 * Page, Page, MappingMisuse.OutOfRange)]
    [InlineData(0UL, 4 * Page, MappingMisuse.OtherLength)]
    public void An_unlink_of_what_is_not_linked_is_refused(ulong offset, ulong lengthBytes, MappingMisuse misuse)
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);

        domain.Tell(new Unlink(state, offset, lengthBytes, 0));

        ExpectMsg(new Unlinked(state, Errno.EINVAL));
        ExpectMisuse(state, misuse, Errno.EINVAL);
    }

    [Fact]
    public void A_request_while_another_is_under_way_is_refused()
    {
        IActorRef domain = Make();
        Iova state = Allocate(domain);
        domain.Tell(LinkAll(state));

        domain.Tell(new Free(state, 0));

        ExpectMsg(new Freed(state, Errno.EINVAL));
        ExpectMisuse(state, MappingMisuse.Concurrent, Errno.EINVAL);
    }

    [Fact]
    public void What_one_call_mapped_another_cannot_unmap()
    {
        IActorRef domain = Make(syncsMap: false);
        domain.Tell(new MapPhys(1, new Phyr(new PhysAddr(0x5000), Page), -1, DmaDirection.ToDevice, 0));
        AnswerWrite(Page);
        Iova start = ExpectMsg<Mapped>().Range![0].Iova;

        domain.Tell(new UnmapSg(start, Page, 0));

        ExpectMsg(new Unmapped(start, Errno.EINVAL));
        ExpectMisuse(start, MappingMisuse.OtherCall, Errno.EINVAL);
    }

    private void ExpectMisuse(Iova state, MappingMisuse misuse, Errno errno) =>
        Events.ExpectMsg(new MappingMisused(1, state, misuse, errno));
}
