using static PhyrActors.Actors.IoPageTableProtocol;
using static PhyrActors.Actors.IommuProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Translations: from the cache, by a walk, or not at all.</summary>
public sealed class TranslationTests : IommuFixture
{
    [Fact]
    public void A_device_without_a_context_is_refused()
    {
        IActorRef iommu = Make();

        iommu.Tell(Access() with { Requester = 9 });

        ExpectMsg(new Faulted(1));
    }

    [Fact]
    public void A_miss_asks_the_table_once_a_level()
    {
        IActorRef iommu = Make();
        List<int> levels = [];

        iommu.Tell(Access());
        for (int level = IoLevel.Root; level >= IoLevel.Leaf; level--)
        {
            ReadEntry read = Table.ExpectMsg<ReadEntry>();
            levels.Add(read.Level);
            Table.Reply(new EntryRead(
                read.Walk,
                level > IoLevel.Leaf ? IoEntry.PointTo(new Pfn(8)) : IoEntry.Map(s_phys, IoProt.Write, PageSize.Size4KiB)));
        }

        ExpectMsg<Translated>();
        Assert.Equal([4, 3, 2, 1], levels);
    }

    [Fact]
    public void A_translation_keeps_the_place_in_the_page()
    {
        IActorRef iommu = Make();

        iommu.Tell(Access(offset: 0x123));
        Walk(s_phys);

        Translated piece = ExpectMsg<Translated>();
        Assert.Equal((s_iova + 0x123, s_phys + 0x123, 64UL), (piece.Iova, piece.Phys, piece.LengthBytes));
    }

    [Fact]
    public void A_page_that_was_walked_for_is_translated_from_the_cache()
    {
        IActorRef iommu = Make();
        Translate(iommu);

        iommu.Tell(Access(request: 2, offset: 0x800));

        Assert.Equal(s_phys + 0x800, ExpectMsg<Translated>().Phys);
        Table.ExpectNoMsg(100);
    }

    [Fact]
    public void A_neighbouring_page_needs_only_the_last_question()
    {
        IActorRef iommu = Make();
        Translate(iommu);

        iommu.Tell(Access(request: 2, offset: Page));

        Assert.Equal(IoLevel.Leaf, Table.ExpectMsg<ReadEntry>().Level);
    }

    [Fact]
    public void A_request_is_cut_where_its_translation_changes()
    {
        IActorRef iommu = Make();
        iommu.Tell(Access(offset: Page - 16));
        Walk(s_phys);
        Walk(s_phys + (8 * Page));

        (Translated first, Translated second) = (ExpectMsg<Translated>(), ExpectMsg<Translated>());

        Assert.Equal((s_phys + (Page - 16), 16UL), (first.Phys, first.LengthBytes));
        Assert.Equal((s_phys + (8 * Page), 48UL), (second.Phys, second.LengthBytes));
    }

    [Fact]
    public void An_access_to_nothing_faults()
    {
        IActorRef iommu = Make();
        iommu.Tell(Access());

        Table.Reply(new EntryRead(Table.ExpectMsg<ReadEntry>().Walk, default));

        ExpectMsg(new Faulted(1));
    }

    [Fact]
    public void A_walk_into_a_table_that_is_gone_faults()
    {
        IActorRef iommu = Make();
        iommu.Tell(Access());

        Table.Reply(new EntryRead(Table.ExpectMsg<ReadEntry>().Walk, IoEntry.Freed));

        ExpectMsg(new Faulted(1));
    }

    [Fact]
    public void What_comes_before_the_fault_is_translated()
    {
        IActorRef iommu = Make();
        iommu.Tell(Access(offset: Page - 16));
        Walk(s_phys);
        Table.Reply(new EntryRead(Table.ExpectMsg<ReadEntry>().Walk, default));

        Translated piece = ExpectMsg<Translated>();

        Assert.Equal(16UL, piece.LengthBytes);
        ExpectMsg(new Faulted(1));
    }

    [Theory]
    [InlineData(IoProt.Read, true)]
    [InlineData(IoProt.Write, false)]
    public void An_access_that_the_entry_forbids_faults(IoProt prot, bool write)
    {
        IActorRef iommu = Make();
        iommu.Tell(Access(write: write));

        Walk(s_phys, prot);

        ExpectMsg(new Faulted(1));
    }

    [Fact]
    public void An_access_that_the_cached_entry_forbids_is_walked_for_and_faults()
    {
        IActorRef iommu = Make();
        iommu.Tell(Access(write: false));
        Walk(s_phys, IoProt.Read);
        ExpectMsg<Translated>();
        iommu.Tell(Access(request: 2));

        Walk(s_phys, IoProt.Read);

        ExpectMsg(new Faulted(2));
    }

    [Fact]
    public void Two_walks_can_be_under_way()
    {
        IActorRef iommu = Make();
        iommu.Tell(Access(request: 1));
        iommu.Tell(Access(request: 2));
        ReadEntry first = Table.ExpectMsg<ReadEntry>();
        ReadEntry second = Table.ExpectMsg<ReadEntry>();
        IoEntry leaf = IoEntry.Map(new PhysAddr(0x4000_0000), IoProt.Write, PageSize.Size1GiB);

        Table.Reply(new EntryRead(second.Walk, leaf));
        Table.Reply(new EntryRead(first.Walk, leaf));

        Assert.Equal((2, 1), (ExpectMsg<Translated>().Request, ExpectMsg<Translated>().Request));
    }
}
