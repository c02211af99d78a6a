namespace PhyrActors.Model.Tests;

/// <summary>Large folios made small, batches for the LRU list, failed memory.</summary>
public sealed class FolioSplitTests
{
    private static readonly VirtAddr s_at = new(0x7f00_0000_0000);

    private readonly FolioTable _table = new(new ZoneSpan(MemoryZone.Normal, default, 2048)) { LruBatchFolios = 3 };

    [Theory]
    [InlineData(4, 0)]
    [InlineData(9, 4)]
    [InlineData(9, 0)]
    public void A_split_folio_is_many_each_mapped_where_it_was(int from, int to)
    {
        Folio folio = Mapped(from);

        Errno errno = _table.TrySplit(folio.Head + 1, to);

        Assert.Equal((Errno.None, 1 << (from - to)), (errno, _table.LiveFolios));
        for (ulong frame = 0; frame < folio.Block.Frames; frame += 1UL << to)
        {
            Folio part = Find(folio.Head + frame);
            Assert.Equal((to, 1, s_at + (frame << 12)), (part.Order, part.MapCount, part.MappedAt));
            Assert.Equal(frame == 0 ? 2 : 1, part.RefCount);
            Assert.True(part.Has(FolioFlags.Anon));
        }
    }

    [Fact]
    public void The_parts_give_all_frames_back()
    {
        ulong free = _table.FreeFrames;
        Folio folio = Mapped(4);
        _table.TrySplit(folio.Head, 0);
        _table.Put(folio.Head);

        for (ulong frame = 0; frame < 16; frame++)
        {
            _table.Unmap(folio.Head + frame);
        }

        Assert.Equal((free, 0), (_table.FreeFrames, _table.LiveFolios));
    }

    [Fact]
    [Trait("row", "G9")]
    public void A_pinned_folio_is_not_split()
    {
        Folio folio = Mapped(4);
        _table.TryPin(folio.Head, 1, out _);

        Errno errno = _table.TrySplit(folio.Head, 0);

        Assert.Equal((Errno.EAGAIN, 4, 0L), (errno, Find(folio.Head).Order, _table.Splits));
    }

    [Fact]
    public void A_small_folio_has_nothing_to_split() =>
        Assert.Equal(Errno.EINVAL, _table.TrySplit(Mapped(0).Head, 0));

    [Fact]
    public void A_batch_for_the_LRU_list_holds_a_reference_until_it_is_full()
    {
        Folio[] folios = [Mapped(0), Mapped(0), Mapped(0)];
        _table.AddToLru(folios[0].Head);
        _table.AddToLru(folios[1].Head);
        int waiting = Find(folios[0].Head).RefCount;

        _table.AddToLru(folios[2].Head);

        Assert.Equal((3, 2), (waiting, Find(folios[0].Head).RefCount));
        Assert.False(Find(folios[0].Head).Has(FolioFlags.InLruBatch));
    }

    [Fact]
    public void A_drain_gives_the_references_back()
    {
        Folio folio = Mapped(0);
        _table.AddToLru(folio.Head);

        int drained = _table.DrainLru();

        Assert.Equal((1, 2), (drained, Find(folio.Head).RefCount));
    }

    [Fact]
    public void Memory_that_failed_is_never_given_out_again()
    {
        Folio folio = Mapped(0);
        ulong free = _table.FreeFrames;
        _table.TryChangeFlags(folio.Head, FolioFlags.HwPoison);
        _table.Unmap(folio.Head);

        _table.Put(folio.Head);

        Assert.Equal((free, 1UL), (_table.FreeFrames, _table.PoisonedFrames));
    }

    [Fact]
    public void A_small_folio_with_1024_ordinary_references_looks_pinned_and_a_large_one_does_not()
    {
        (Folio small, Folio large) = (Mapped(0), Mapped(1));

        _table.TryGet(small.Head, 1024);
        _table.TryGet(large.Head, 1024);

        Assert.Equal((true, false), (Find(small.Head).MaybeDmaPinned, Find(large.Head).MaybeDmaPinned));
    }

    [Fact]
    public void Pins_of_the_zero_page_are_never_too_many_and_of_another_page_they_are()
    {
        (Folio zero, Folio other) = (Mapped(0), Mapped(0));
        _table.MakeZeroPage(zero.Head);
        int refs = Find(zero.Head).RefCount;

        Errno[] refused = [_table.TryPin(zero.Head, 1 << 21, out _), _table.TryPin(other.Head, 1 << 21, out _)];

        Assert.Equal([Errno.None, Errno.ENOMEM], refused);
        Assert.Equal(refs, Find(zero.Head).RefCount);
    }

    [Fact]
    public void Pins_of_a_zero_page_that_is_counted_come_to_an_end()
    {
        Folio zero = Mapped(0);
        _table.MakeZeroPage(zero.Head);
        _table.CountsZeroPage = true;

        Errno[] taken = [_table.TryPin(zero.Head, 1, out _), _table.TryPin(zero.Head, 1 << 21, out _)];

        Assert.Equal([Errno.None, Errno.ENOMEM], taken);
        Assert.Equal(FolioRelease.Kept, _table.Unpin(zero.Head, 1));
    }

    /// <summary>One mapping, its reference, and the test's.</summary>
    private Folio Mapped(int order)
    {
        _table.TryAllocate(order, MemoryZone.Normal, out Folio folio);
        _table.TryChangeFlags(folio.Head, FolioFlags.Anon);
        _table.TryMap(folio.Head, 1, s_at);
        return folio;
    }

    private Folio Find(Pfn frame) =>
        _table.TryFind(frame, out Folio folio) ? folio : throw new InvalidOperationException("gone");
}
