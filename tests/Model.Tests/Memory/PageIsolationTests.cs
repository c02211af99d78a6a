namespace PhyrActors.Model.Tests;

/// <summary>Page blocks that are being emptied and taken offline.</summary>
public sealed class PageIsolationTests
{
    private readonly FolioTable _table = new(
        new ZoneSpan(MemoryZone.Normal, default, 1024), new ZoneSpan(MemoryZone.Movable, new Pfn(1024), 1024));

    [Fact]
    public void Nobody_gets_frames_of_an_isolated_block()
    {
        _table.TryIsolate(new Pfn(3));

        List<Pfn> got = [];
        while (_table.TryAllocate(0, MemoryZone.Normal, out Folio folio) == Errno.None)
        {
            got.Add(folio.Head);
        }

        Assert.Equal(512, got.Count);
        Assert.All(got, frame => Assert.True(frame.Value >= 512));
    }

    [Fact]
    public void A_folio_in_an_isolated_block_may_not_be_pinned_for_long()
    {
        _table.TryAllocate(0, MemoryZone.Normal, out Folio folio);
        _table.TryIsolate(folio.Head);

        _table.TryFind(folio.Head, out Folio isolated);

        Assert.Equal((true, false), (folio.IsLongtermPinnable, isolated.IsLongtermPinnable));
    }

    [Fact]
    public void A_block_goes_offline_when_the_last_folio_has_left()
    {
        _table.TryAllocate(4, MemoryZone.Normal, out Folio folio);
        _table.TryIsolate(folio.Head);
        Errno busy = _table.TryOffline(folio.Head);
        _table.Put(folio.Head);

        Errno empty = _table.TryOffline(folio.Head);

        Assert.Equal((Errno.EBUSY, Errno.None), (busy, empty));
        Assert.Equal((512UL, 2048UL - 512), (_table.OfflineFrames, _table.FreeFrames));
    }

    [Fact]
    public void What_was_free_can_be_had_again_when_the_isolation_ends()
    {
        _table.TryAllocate(0, MemoryZone.Normal, out Folio folio);
        ulong free = _table.FreeFrames;
        _table.TryIsolate(folio.Head);

        _table.Deisolate(folio.Head);

        Assert.Equal((free, false), (_table.FreeFrames, _table.IsIsolated(folio.Head)));
    }

    [Fact]
    public void A_block_is_isolated_once()
    {
        Errno[] tried = [_table.TryIsolate(default), _table.TryIsolate(new Pfn(511)), _table.TryIsolate(new Pfn(512))];

        Assert.Equal([Errno.None, Errno.EBUSY, Errno.None], tried);
    }

    [Fact]
    public void The_folios_of_a_block_are_those_that_begin_there()
    {
        _table.TryAllocate(2, MemoryZone.Movable, out Folio first);
        _table.TryAllocate(0, MemoryZone.Movable, out Folio second);

        IReadOnlyList<Folio> folios = _table.FoliosIn(first.Head);

        Assert.Equal([first.Head, second.Head], folios.Select(folio => folio.Head).Order());
    }
}
