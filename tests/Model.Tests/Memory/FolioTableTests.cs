using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public sealed class FolioTableTests
{
    private readonly FolioTable _table = new(
        new ZoneSpan(MemoryZone.Normal, new Pfn(0), 2048), new ZoneSpan(MemoryZone.Movable, new Pfn(2048), 2048));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(11)]
    public void Every_frame_of_a_folio_finds_it(int order)
    {
        Folio folio = Allocate(order);

        Assert.All(
            Enumerable.Range(0, 1 << order),
            i => Assert.Equal((true, folio), (_table.TryFind(folio.Head + (ulong)i, out Folio found), found)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void What_is_given_back_dirty_is_dirty(int order)
    {
        Folio folio = Allocate(order);
        _table.TryPin(folio.Head, 1, out _);
        _table.TryGet(folio.Head);

        FolioRelease unpinned = _table.Unpin(folio.Head, 1, FolioFlags.Dirty);
        FolioRelease put = _table.Put(folio.Head, 1, FolioFlags.Cached);

        _table.TryFind(folio.Head, out Folio found);
        Assert.Equal((FolioRelease.Kept, FolioRelease.Kept), (unpinned, put));
        Assert.Equal(folio with { Flags = folio.Flags | FolioFlags.Dirty | FolioFlags.Cached }, found);
    }

    [Fact]
    public void Any_frame_finds_the_folio_that_holds_it_and_no_other() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            Draws draws = new(numbers);
            FolioTable table = new(new ZoneSpan(MemoryZone.Normal, new Pfn(0), 4096));
            Dictionary<ulong, Pfn> headOf = [];
            while (draws.HasMore)
            {
                Pfn frame = new(draws.Below(4096UL));
                if (headOf.TryGetValue(frame.Value, out Pfn head) && table.Put(frame) == FolioRelease.Freed)
                {
                    headOf = headOf.Where(entry => entry.Value != head).ToDictionary();
                }
                else if (table.TryAllocate(
                    draws.Below(11), MemoryZone.Normal, out Folio folio, draws.Below) == Errno.None)
                {
                    for (Pfn each = folio.Head; each < folio.Block.End; each += 1)
                    {
                        headOf.Add(each.Value, folio.Head);
                    }
                }
            }

            return Enumerable.Range(0, 4096).All(i =>
                table.TryFind(new Pfn((ulong)i), out Folio found) == headOf.TryGetValue((ulong)i, out Pfn head)
                && found.Head == head);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_frame_outside_all_zones_has_no_folio() => Assert.False(_table.TryFind(new Pfn(1 << 20), out _));

    [Fact]
    public void A_fresh_folio_has_the_one_reference_of_its_caller()
    {
        Folio folio = Allocate(3);

        Assert.Equal((1, 0, 0), (folio.RefCount, folio.PinCount, folio.MapCount));
    }

    [Theory]
    [InlineData(7, 0x5000UL, 0x9000UL)]
    [InlineData(8, 0x5000UL, 0x9000UL)]
    [InlineData(7, 0x6000UL, 0x5000UL)]
    public void The_one_mapping_is_noted_at_its_new_address_whoever_made_it(int owner, ulong from, ulong at)
    {
        _table.TryAllocate(0, MemoryZone.Normal, out Folio folio);
        _table.TryMap(folio.Head, 7, new VirtAddr(0x5000));

        _table.MoveMapping(folio.Head, owner, new VirtAddr(from), new VirtAddr(0x9000));

        _table.TryFind(folio.Head, out folio);
        Assert.Equal(new VirtAddr(at), folio.MappedAt);
    }

    [Fact]
    public void A_full_zone_gives_ENOMEM()
    {
        Allocate(11);

        Assert.Equal(Errno.ENOMEM, _table.TryAllocate(0, MemoryZone.Normal, out _));
    }

    [Fact]
    public void Pins_of_a_small_folio_add_1024_each_to_its_references()
    {
        Folio folio = Allocate(0);

        _table.TryPin(folio.Head, 3, out folio);

        Assert.Equal((1 + (3 * 1024), 0), (folio.RefCount, folio.PinCount));
    }

    [Fact]
    public void Pins_of_a_large_folio_count_one_each_in_both_counts()
    {
        Folio folio = Allocate(1);

        _table.TryPin(folio.Head, 3, out folio);

        Assert.Equal((1 + 3, 3), (folio.RefCount, folio.PinCount));
    }

    [Fact]
    public void A_small_folio_with_1024_references_looks_pinned()
    {
        Folio folio = Allocate(0);

        _table.TryGet(folio.Head, 1023);

        Assert.True(Find(folio).MaybeDmaPinned);
    }

    [Fact]
    public void A_large_folio_with_many_references_does_not_look_pinned()
    {
        Folio folio = Allocate(1);

        _table.TryGet(folio.Head, 5000);

        Assert.False(Find(folio).MaybeDmaPinned);
    }

    [Fact]
    public void No_pinned_folio_ever_looks_unpinned() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            Draws draws = new(numbers);
            FolioTable table = new(new ZoneSpan(MemoryZone.Normal, new Pfn(0), 64));
            table.TryAllocate(draws.Below(2) * 3, MemoryZone.Normal, out Folio folio);
            (int pins, bool holds) = (0, true);
            while (draws.HasMore && holds)
            {
                int refs = 1 + draws.Below(3);
                if (draws.Below(2) == 0)
                {
                    pins += table.TryPin(folio.Head, refs, out _) == Errno.None ? refs : 0;
                }
                else if (refs <= pins)
                {
                    table.Unpin(folio.Head, refs);
                    pins -= refs;
                }

                table.TryFind(folio.Head, out Folio now);
                holds = now.MaybeDmaPinned == pins > 0;
            }

            return holds && table.NrFollPinAcquired - table.NrFollPinReleased == pins;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_small_folio_takes_2097151_pins_and_refuses_the_next()
    {
        Folio folio = Allocate(0);

        Errno last = _table.TryPin(folio.Head, 2_097_151, out _);
        Errno next = _table.TryPin(folio.Head, 1, out _);

        Assert.Equal((Errno.None, Errno.ENOMEM), (last, next));
    }

    [Fact]
    public void References_past_31_bits_are_refused()
    {
        Folio folio = Allocate(2);

        Assert.Equal(Errno.ENOMEM, _table.TryGet(folio.Head, int.MaxValue));
    }

    [Fact]
    public void A_freed_folio_cannot_be_pinned()
    {
        Folio folio = Allocate(0);
        _table.Put(folio.Head);

        Assert.Equal(Errno.EAGAIN, _table.TryPin(folio.Head, 1, out _));
    }

    [Fact]
    public void The_zero_page_is_pinned_without_being_counted()
    {
        Folio folio = Allocate(0);
        _table.MakeZeroPage(folio.Head);

        _table.TryPin(folio.Head, 5, out _);
        _table.Unpin(folio.Head, 7);

        Assert.Equal((1, 0L, 0L), (Find(folio).RefCount, _table.NrFollPinAcquired, _table.NrFollPinReleased));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_pin_given_back_twice_is_told_and_changes_nothing(int order)
    {
        Folio folio = Allocate(order);
        _table.TryPin(folio.Head, 1, out _);
        _table.Unpin(folio.Head, 1);

        FolioRelease second = _table.Unpin(folio.Head, 1);

        Assert.Equal((FolioRelease.Underflow, folio, 1L), (second, Find(folio), _table.NrFollPinReleased));
    }

    [Fact]
    public void A_reference_given_back_after_the_end_is_told()
    {
        Folio folio = Allocate(0);
        _table.Put(folio.Head);

        Assert.Equal(
            (FolioRelease.Absent, FolioRelease.Absent), (_table.Put(folio.Head), _table.Unpin(folio.Head, 1)));
    }

    [Fact]
    public void More_references_than_held_cannot_be_given_back()
    {
        Folio folio = Allocate(0);

        Assert.Equal((FolioRelease.Underflow, 1), (_table.Put(folio.Head, 2), Find(folio).RefCount));
    }

    [Fact]
    public void A_pin_outlives_the_mapping_and_frees_the_frame_when_it_goes()
    {
        Folio folio = Allocate(9);
        _table.TryPin(folio.Head, 1, out _);
        FolioRelease unmapped = _table.Put(folio.Head);

        FolioRelease unpinned = _table.Unpin(folio.Head, 1);

        Assert.Equal(
            (FolioRelease.Kept, FolioRelease.Freed, 4096UL, 0),
            (unmapped, unpinned, _table.FreeFrames, _table.LiveFolios));
    }

    [Fact]
    public void Freeing_raises_the_generation_of_each_frame_of_the_folio_and_of_no_other()
    {
        Folio folio = Allocate(3);
        Folio neighbour = Allocate(3);

        _table.Put(folio.Head);

        Assert.Equal(
            [0, 1, 1, 0],
            new[] { neighbour.Head, folio.Head, folio.Head + 7, new Pfn(2048) }.Select(_table.Generation));
    }

    [Fact]
    public void The_generation_of_a_frame_counts_every_free_whatever_the_order()
    {
        foreach (int order in new[] { 0, 9, 11, 0 })
        {
            _table.Put(Allocate(order).Head);
        }

        Assert.Equal((4UL, 2UL), (_table.Generation(new Pfn(0)), _table.Generation(new Pfn(511))));
    }

    [Fact]
    public void A_mapping_holds_a_reference_and_says_who_maps()
    {
        Folio folio = Allocate(0);

        _table.TryMap(folio.Head, owner: 7, new VirtAddr(0x7f00_0000_1000), mappings: 2);
        folio = Find(folio);

        Assert.Equal(
            (3, 2, 7, new VirtAddr(0x7f00_0000_1000)), (folio.RefCount, folio.MapCount, folio.Owner, folio.MappedAt));
    }

    [Fact]
    public void More_mappings_than_there_are_cannot_be_taken_away()
    {
        Folio folio = Allocate(0);

        Assert.Equal(FolioRelease.Underflow, _table.Unmap(folio.Head));
    }

    [Fact]
    public void Flags_change_without_touching_what_else_is_known()
    {
        Folio folio = Allocate(5);
        _table.TryMap(folio.Head, 1, new VirtAddr(0xffff_f000));

        _table.TryChangeFlags(folio.Head, FolioFlags.Anon | FolioFlags.Dirty);
        _table.TryChangeFlags(folio.Head, FolioFlags.Private, clear: FolioFlags.Dirty);

        Assert.Equal(
            (FolioFlags.Anon | FolioFlags.Private, 5, new VirtAddr(0xffff_f000)),
            (Find(folio).Flags, Find(folio).Order, Find(folio).MappedAt));
    }

    [Fact]
    public void Only_the_normal_zone_is_good_for_a_long_pin()
    {
        _table.TryAllocate(0, MemoryZone.Movable, out Folio movable);

        Assert.Equal((true, false), (Allocate(0).IsLongtermPinnable, movable.IsLongtermPinnable));
    }

    [Fact]
    public void Zones_that_overlap_are_refused() =>
        Assert.Throws<ArgumentException>(() => new FolioTable(
            new ZoneSpan(MemoryZone.Normal, new Pfn(0), 16), new ZoneSpan(MemoryZone.Cma, new Pfn(15), 16)));

    private Folio Allocate(int order)
    {
        Assert.Equal(Errno.None, _table.TryAllocate(order, MemoryZone.Normal, out Folio folio));
        return folio;
    }

    private Folio Find(Folio folio)
    {
        Assert.True(_table.TryFind(folio.Head, out Folio found));
        return found;
    }
}
