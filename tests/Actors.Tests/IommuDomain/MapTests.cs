using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>dma_map_phys and dma_map_sg: window, link and sync in one call, undone as one.</summary>
public sealed class MapTests : DomainFixture
{
    private static readonly Phyr s_phys = new(new PhysAddr(0x5800), Page);

    [Fact]
    [Trait("row", "D9")]
    public void A_list_becomes_one_entry()
    {
        IActorRef domain = Make(syncsMap: false);

        domain.Tell(new MapSg(1, s_range, 1, DmaDirection.Bidirectional, 0));
        AnswerWrite(2 * Page);
        AnswerWrite(2 * Page);

        Mapped mapped = ExpectMsg<Mapped>();
        Assert.Equal((1, 4 * Page, Errno.None), (mapped.Range!.Count, mapped.Range.LengthBytes, mapped.Errno));
    }

    [Fact]
    public void A_map_is_answered_after_its_sync()
    {
        IActorRef domain = Make();
        domain.Tell(new MapPhys(1, s_phys, -1, DmaDirection.ToDevice, 0));
        IoPageTableProtocol.WriteEntries write = AnswerWrite(Page);
        ExpectNoMsg(100);

        AnswerFlush();

        Assert.Equal(0x800UL, ExpectMsg<Mapped>().Range![0].Iova.Value & 0xfff);
        Assert.Equal(IoProt.Read, write.Prot);
    }

    [Fact]
    public void A_map_whose_link_fails_leaves_nothing()
    {
        IActorRef domain = Make(syncsMap: false);
        domain.Tell(new MapSg(1, s_range, 1, DmaDirection.Bidirectional, 0));
        AnswerWrite(2 * Page);
        AnswerWrite(0, Errno.ENOMEM);
        AnswerClear();
        AnswerFlush();

        Mapped mapped = ExpectMsg<Mapped>();

        Assert.Equal((null, Errno.ENOMEM, 0), (mapped.Range, mapped.Errno, Iovas.LiveCount));
    }

    [Fact]
    public void A_map_whose_sync_fails_leaves_nothing()
    {
        IActorRef domain = Make();
        domain.Tell(new MapPhys(1, s_phys, -1, DmaDirection.ToDevice, 0));
        AnswerWrite(Page);
        AnswerFlush(Errno.EINVAL);
        AnswerClear();
        AnswerFlush();

        Mapped mapped = ExpectMsg<Mapped>();

        Assert.Equal((null, Errno.EINVAL, 0), (mapped.Range, mapped.Errno, Iovas.LiveCount));
    }

    [Fact]
    public void A_map_of_no_bytes_is_refused()
    {
        IActorRef domain = Make();

        domain.Tell(new MapPhys(1, default, -1, DmaDirection.ToDevice, 0));

        ExpectMsg(new Mapped(1, null, Errno.EINVAL));
    }

    [Fact]
    public void An_unmap_clears_invalidates_and_frees()
    {
        IActorRef domain = Make(syncsMap: false);
        Iova start = Map(domain);

        domain.Tell(new UnmapPhys(start, Page, 0));
        AnswerClear();
        AnswerFlush();

        ExpectMsg(new Unmapped(start, Errno.None));
        Assert.Equal(0, Iovas.LiveCount);
    }

    [Fact]
    public void A_second_unmap_is_refused()
    {
        IActorRef domain = Make(syncsMap: false);
        Iova start = Map(domain);
        domain.Tell(new UnmapPhys(start, Page, 0));
        AnswerClear();
        AnswerFlush();
        ExpectMsg<Unmapped>();

        domain.Tell(new UnmapPhys(start, Page, 0));

        ExpectMsg(new Unmapped(start, Errno.EINVAL));
    }

    [Fact]
    public void In_a_passthrough_domain_the_list_is_the_answer()
    {
        IActorRef domain = MakeOf(DomainType.Passthrough);

        domain.Tell(new MapSg(1, s_range, 1, DmaDirection.Bidirectional, 0));

        RangeDma range = ExpectMsg<Mapped>().Range!;
        Assert.Equal(s_range.ChunkCount, range.Count);
        Assert.Equal(s_range[3].Start.Value, range[3].Iova.Value);
        Table.ExpectNoMsg(100);
    }

    [Fact]
    [Trait("row", "D14")]
    public void In_a_passthrough_domain_there_is_no_window()
    {
        IActorRef domain = MakeOf(DomainType.Passthrough);

        domain.Tell(new TryAlloc(1, Page, default, 0));

        ExpectMsg(new AllocRefused(1, Errno.EOPNOTSUPP));
    }

    private Iova Map(IActorRef domain)
    {
        domain.Tell(new MapPhys(1, s_phys, -1, DmaDirection.ToDevice, 0));
        AnswerWrite(Page);
        return ExpectMsg<Mapped>().Range![0].Iova;
    }
}
