namespace PhyrActors.Model.Tests;

public sealed class FolioMigrationTests
{
    private readonly FolioTable _table = new(
        new ZoneSpan(MemoryZone.Normal, new Pfn(0), 2048), new ZoneSpan(MemoryZone.Movable, new Pfn(2048), 2048));

    [Theory]
    [InlineData(FolioFlags.Anon, 3, 3)]
    [InlineData(FolioFlags.Anon | FolioFlags.Cached, 3, 4 + 3)]
    [InlineData(FolioFlags.Anon | FolioFlags.Private, 0, 0)]
    [InlineData(FolioFlags.Cached, 0, 4)]
    [InlineData(FolioFlags.Cached | FolioFlags.Private, 2, 4 + 1 + 2)]
    public void The_expected_references_are_those_of_caches_file_system_and_mappings(
        FolioFlags flags, int mappings, int expected)
    {
        Folio folio = new(new FrameBlock(new Pfn(4), 2), MemoryZone.Normal, flags, 1, 0, mappings, 0, default);

        Assert.Equal(expected, folio.ExpectedRefs);
    }

    [Fact]
    public void A_folio_that_only_its_mappings_hold_moves_with_all_that_it_is()
    {
        Folio old = AllocateMapped(order: 9);
        Folio fresh = Allocate(9, MemoryZone.Normal);

        Errno errno = _table.TryMigrate(old.Head, fresh.Head);

        _table.TryFind(fresh.Head, out Folio moved);
        Assert.Equal(
            (Errno.None, old with { Block = fresh.Block, Zone = MemoryZone.Normal }), (errno, moved));
    }

    [Fact]
    public void The_old_folio_is_free_once_the_mover_lets_go()
    {
        Folio old = AllocateMapped(order: 0);
        _table.TryMigrate(old.Head, Allocate(0, MemoryZone.Normal).Head);

        Assert.Equal(FolioRelease.Freed, _table.Put(old.Head));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void A_pinned_folio_never_moves(int order)
    {
        Folio old = AllocateMapped(order);
        Folio fresh = Allocate(order, MemoryZone.Normal);
        _table.TryPin(old.Head, 1, out Folio pinned);

        Errno errno = _table.TryMigrate(old.Head, fresh.Head);

        _table.TryFind(old.Head, out Folio after);
        Assert.Equal((Errno.EAGAIN, pinned), (errno, after));
    }

    [Fact]
    public void One_unexplained_reference_stops_a_move()
    {
        Folio old = AllocateMapped(order: 0);
        _table.TryGet(old.Head);

        Assert.Equal(Errno.EAGAIN, _table.TryMigrate(old.Head, Allocate(0, MemoryZone.Normal).Head));
    }

    [Fact]
    public void A_folio_that_is_gone_does_not_move() =>
        Assert.Equal(Errno.EAGAIN, _table.TryMigrate(new Pfn(2048), Allocate(0, MemoryZone.Normal).Head));

    [Fact]
    public void A_move_to_a_folio_in_use_is_the_callers_mistake()
    {
        Folio old = AllocateMapped(order: 0);
        Folio used = Allocate(0, MemoryZone.Normal);
        _table.TryGet(used.Head);

        Assert.Throws<ArgumentException>(() => _table.TryMigrate(old.Head, used.Head));
    }

    private Folio AllocateMapped(int order)
    {
        Folio folio = Allocate(order, MemoryZone.Movable);
        _table.TryChangeFlags(folio.Head, FolioFlags.Anon | FolioFlags.AnonExclusive | FolioFlags.Dirty);
        _table.TryMap(folio.Head, owner: 3, new VirtAddr(0x40_0000));
        _table.TryFind(folio.Head, out folio);
        return folio;
    }

    private Folio Allocate(int order, MemoryZone zone)
    {
        Assert.Equal(Errno.None, _table.TryAllocate(order, zone, out Folio folio));
        return folio;
    }
}
