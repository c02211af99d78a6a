using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public class IotlbTests
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const ulong Size2M = 1UL << 21;
    private static readonly PageSize[] Sizes = [PageSize.Size4KiB, PageSize.Size2MiB, PageSize.Size1GiB];

    [Fact]
    public void A_hit_is_never_wrong_nor_older_than_the_last_invalidation_that_covers_it() =>
        Prop.ForAll(OperationDraws.Sequences(400), HitsAgreeWithTwin).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cache_of_one_set_forgets_the_least_recently_used_first() =>
        Prop.ForAll(OperationDraws.Sequences(100), OneSetAgreesWithListTwin).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(12)]
    [InlineData(21)]
    [InlineData(30)]
    public void A_translation_reaches_every_byte_of_its_page(int sizeLog2)
    {
        Iotlb tlb = new();
        PageSize size = new(sizeLog2);
        Iova iova = new((5UL << 30) + size.OffsetMask);
        tlb.Fill(1, iova, IoEntry.Map(new PhysAddr(7UL << 30), IoProt.Read, size));

        tlb.TryLookup(1, iova, out TlbEntry entry);

        Assert.Equal(new PhysAddr((7UL << 30) + size.OffsetMask), entry.Translate(iova));
    }

    [Fact]
    public void Protection_and_the_MMIO_mark_are_cached()
    {
        Iotlb tlb = new();
        tlb.Fill(1, new Iova(Page), Leaf(Page, prot: IoProt.Write | IoProt.Mmio));

        tlb.TryLookup(1, new Iova(Page), out TlbEntry entry);

        Assert.Equal(IoProt.Write | IoProt.Mmio, entry.Prot);
    }

    [Fact]
    public void A_translation_of_one_domain_is_not_seen_by_another()
    {
        Iotlb tlb = new();
        tlb.Fill(1, new Iova(Page), Leaf(Page));

        bool found = tlb.TryLookup(2, new Iova(Page), out _);

        Assert.False(found);
    }

    [Fact]
    public void An_invalidation_of_one_page_drops_the_large_leaf_around_it()
    {
        Iotlb tlb = new();
        tlb.Fill(1, new Iova(Size2M), IoEntry.Map(new PhysAddr(Size2M), IoProt.Read, PageSize.Size2MiB));

        tlb.Invalidate(1, new Iova(Size2M + Page), Page);

        Assert.Equal(0, tlb.Count);
    }

    [Fact]
    public void An_invalidation_spares_the_neighbour_page()
    {
        Iotlb tlb = new();
        tlb.Fill(1, new Iova(2 * Page), Leaf(Page));

        tlb.Invalidate(1, new Iova(Page), Page);

        Assert.True(tlb.Holds(1, new Iova(2 * Page), Page));
    }

    [Fact]
    public void An_invalidation_longer_than_the_cache_drops_what_it_covers_and_no_more()
    {
        Iotlb tlb = new(entries: 16, ways: 4);
        tlb.Fill(1, new Iova(100 * Page), Leaf(Page));
        tlb.Fill(1, new Iova(5000 * Page), Leaf(Page));

        tlb.Invalidate(1, new Iova(Page), 4000 * Page);

        Assert.Equal((1, true), (tlb.Count, tlb.Holds(1, new Iova(5000 * Page), Page)));
    }

    [Fact]
    public void A_domain_selective_invalidation_spares_other_domains()
    {
        Iotlb tlb = new();
        tlb.Fill(1, new Iova(Page), Leaf(Page));
        tlb.Fill(2, new Iova(Page), Leaf(Page));

        tlb.InvalidateDomain(1);

        Assert.Equal((false, true), (tlb.Holds(1, new Iova(Page), Page), tlb.Holds(2, new Iova(Page), Page)));
    }

    [Fact]
    public void A_global_invalidation_spares_nothing()
    {
        Iotlb tlb = new();
        tlb.Fill(1, new Iova(Page), Leaf(Page));
        tlb.Fill(2, new Iova(Page), Leaf(Page));

        tlb.InvalidateAll();

        Assert.Equal((0, false), (tlb.Count, tlb.TryLookup(2, new Iova(Page), out _)));
    }

    [Fact]
    public void Hits_and_misses_are_counted()
    {
        Iotlb tlb = new();
        tlb.TryLookup(1, new Iova(Page), out _);
        tlb.Fill(1, new Iova(Page), Leaf(Page));
        tlb.TryLookup(1, new Iova(Page + 8), out _);
        tlb.TryLookup(1, new Iova(Page + 16), out _);

        (long, long) counted = (tlb.Hits, tlb.Misses);

        Assert.Equal((2, 1), counted);
    }

    [Fact]
    public void A_monitors_question_counts_as_nothing()
    {
        Iotlb tlb = new();
        tlb.Fill(1, new Iova(Page), Leaf(Page));

        tlb.Holds(1, new Iova(Page), Page);

        Assert.Equal((0, 0), (tlb.Hits, tlb.Misses));
    }

    [Fact]
    public void An_address_beyond_every_table_misses()
    {
        Iotlb tlb = new();

        bool found = tlb.TryLookup(1, new Iova(ulong.MaxValue), out _);

        Assert.False(found);
    }

    [Fact]
    public void Only_a_leaf_can_be_filled()
    {
        Iotlb tlb = new();

        Assert.Throws<ArgumentException>(() => tlb.Fill(1, new Iova(Page), IoEntry.PointTo(new Pfn(1))));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0x1_0000)]
    public void A_domain_id_has_sixteen_bits(int domain)
    {
        Iotlb tlb = new();

        Assert.Throws<ArgumentOutOfRangeException>(() => tlb.Fill(domain, new Iova(Page), Leaf(Page)));
    }

    [Theory]
    [InlineData(12, 4)]
    [InlineData(10, 4)]
    public void The_number_of_sets_is_a_power_of_two(int entries, int ways)
    {
        Assert.Throws<ArgumentException>(() => new Iotlb(entries, ways));
    }

    private static IoEntry Leaf(ulong phys, IoProt prot = IoProt.Read) =>
        IoEntry.Map(new PhysAddr(phys), prot, PageSize.Size4KiB);

    private static bool HitsAgreeWithTwin(int[] operations)
    {
        Iotlb tlb = new(entries: 64, ways: 4);
        Dictionary<(int Domain, PageSize Size, ulong Start), PhysAddr> twin = [];
        ulong nextPhys = 0;
        foreach (int operation in operations)
        {
            OperationDraws draws = new(operation);
            int kind = draws.Below(8);
            int domain = draws.Below(3);
            Iova iova = new((1UL << 30) - Size2M + ((ulong)draws.Below(1200) * Page));
            PageSize size = Sizes[draws.Below(3)];
            if (kind < 4)
            {
                PhysAddr phys = new(nextPhys += 1UL << 30);
                tlb.Fill(domain, iova, IoEntry.Map(phys, IoProt.Read, size));
                twin[(domain, size, iova.Value & ~size.OffsetMask)] = phys;
            }
            else if (kind < 7)
            {
                bool found = tlb.TryLookup(domain, iova, out TlbEntry entry);
                Assert.True(!found || twin.TryGetValue((domain, entry.PageSize, entry.Iova.Value), out PhysAddr phys)
                    && phys == entry.Phys
                    && iova - entry.Iova < entry.PageSize.Bytes);
            }
            else
            {
                ulong length = (ulong)(1 + draws.Below(draws.Below(2) == 0 ? 4 : 100)) * Page;
                tlb.Invalidate(domain, iova, length);
                foreach ((int Domain, PageSize Size, ulong Start) key in twin.Keys.ToList())
                {
                    bool overlaps = key.Start < iova.Value + length && iova.Value < key.Start + key.Size.Bytes;
                    if (key.Domain == domain && overlaps)
                    {
                        twin.Remove(key);
                    }
                }
            }
        }

        return tlb.Count <= twin.Count;
    }

    private static bool OneSetAgreesWithListTwin(int[] operations)
    {
        const int ways = 4;
        Iotlb tlb = new(ways, ways);
        List<int> oldestFirst = [];
        foreach (int operation in operations)
        {
            OperationDraws draws = new(operation);
            bool isFill = draws.Below(2) == 0;
            int page = 1 + draws.Below(8);
            Iova iova = new((ulong)page * Page);
            Assert.Equal(oldestFirst.Contains(page), tlb.Holds(0, iova, Page));
            bool touches = isFill || tlb.TryLookup(0, iova, out _);
            if (isFill)
            {
                tlb.Fill(0, iova, Leaf(Page));
            }

            if (touches)
            {
                oldestFirst.Remove(page);
                oldestFirst.Add(page);
                oldestFirst.RemoveRange(0, Math.Max(0, oldestFirst.Count - ways));
            }
        }

        return tlb.Count == oldestFirst.Count;
    }
}
