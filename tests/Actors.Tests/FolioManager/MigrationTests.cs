using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>A folio moves only while nobody but its mapping holds it.</summary>
public sealed class MigrationTests : TestKit
{
    private readonly TestProbe _space;
    private readonly TestProbe _memory;
    private readonly SmallProcess _process = new();

    public MigrationTests() => (_space, _memory) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void Any_page_of_a_folio_moves_all_of_it()
    {
        Pfn head = _process.Give(0, order: 4);
        IActorRef folios = Make();

        folios.Tell(new MigrateFolio(head + 5, _space.Ref));

        UnmapForMigration unmap = _space.ExpectMsg<UnmapForMigration>();
        Assert.Equal((SmallProcess.At(0), head), (unmap.At, unmap.Head));
    }

    [Fact]
    public void The_mapping_is_restored_to_the_new_place_once_that_is_handed_over()
    {
        Pfn head = _process.Give(0, order: 4);
        IActorRef folios = Make();
        Unmapped(folios, head, 16);
        PhysicalMemoryProtocol.HandOver handOver = _memory.ExpectMsg<PhysicalMemoryProtocol.HandOver>();
        _space.ExpectNoMsg(100);

        _memory.Reply(new PhysicalMemoryProtocol.HandedOver(handOver.Ticket));

        RestoreMapping restore = _space.ExpectMsg<RestoreMapping>();
        Assert.Equal(handOver.Blocks.Span[0].Head, restore.Frame);
        Assert.NotEqual(head, restore.Frame);
    }

    [Fact]
    public void The_old_place_is_free_after_a_migration()
    {
        Pfn head = _process.Give(0, order: 4);
        IActorRef folios = Make();
        Unmapped(folios, head, 16);
        HandOver();

        Restored();

        Assert.Equal(new MigrationDone(Errno.None), ExpectMsg<MigrationDone>());
        Assert.False(_process.Folios.TryFind(head, out _));
        Assert.Equal(1, _process.Folios.LiveFolios);
    }

    [Fact]
    [Trait("row", "G10")]
    public void A_pinned_folio_stays_where_it_is()
    {
        Pfn head = _process.Give(0);
        _process.Folios.TryPin(head, 1, out _);
        Folio before = _process.FolioOf(head);
        IActorRef folios = Make();
        Unmapped(folios, head, 1);

        RestoreMapping restore = Restored();

        Assert.Equal(Errno.EAGAIN, ExpectMsg<MigrationDone>().Errno);
        Assert.Equal(head, restore.Frame);
        Assert.Equal(before, _process.FolioOf(head));
    }

    [Fact]
    public void A_folio_that_an_unmap_has_left_a_hole_in_stays_where_it_is()
    {
        Pfn head = _process.Give(0, order: 4);
        IActorRef folios = Make();
        folios.Tell(new MigrateFolio(head, _space.Ref));
        UnmapForMigration unmap = _space.ExpectMsg<UnmapForMigration>();
        PteRun hole = new(SmallProcess.At(3), head + 3, 1, PteFlags.Present | PteFlags.AnonExclusive);
        folios.Tell(new PutMappings(default, Answer: false) { Parted = new[] { hole } }, _space.Ref);
        PteRun before = new(SmallProcess.At(0), head, 3, PteFlags.Present | PteFlags.AnonExclusive);

        folios.Tell(new UnmappedForMigration(unmap.Ticket, before, Errno.None), _space.Ref);

        Assert.Equal(head, Restored().Frame);
        Assert.Equal(Errno.EAGAIN, ExpectMsg<MigrationDone>().Errno);
    }

    [Fact]
    public void A_folio_stays_where_it_is_when_there_is_no_room()
    {
        Pfn head = _process.Give(0);
        _process.Exhaust();
        IActorRef folios = Make();
        Unmapped(folios, head, 1);

        Restored();

        Assert.Equal(Errno.ENOMEM, ExpectMsg<MigrationDone>().Errno);
        Assert.Equal((1, 1), (_process.FolioOf(head).RefCount, _process.FolioOf(head).MapCount));
    }

    [Fact]
    public void A_second_migration_of_the_same_folio_is_refused_and_not_deferred()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make();
        folios.Tell(new MigrateFolio(head, _space.Ref));

        folios.Tell(new MigrateFolio(head, _space.Ref));

        Assert.Equal(Errno.EAGAIN, ExpectMsg<MigrationDone>().Errno);
    }

    [Fact]
    public void A_shared_folio_of_which_a_mapping_is_not_found_is_put_back_and_not_migrated()
    {
        Pfn head = _process.Give(0);
        _process.Folios.TryMap(head, 8, SmallProcess.At(0));
        IActorRef folios = Make();
        folios.Tell(new MigrateFolio(head, _space.Ref));
        UnmapEverywhere unmap = _space.ExpectMsg<UnmapEverywhere>();
        FoundMapping[] found = [new(_space.Ref, SmallProcess.Entry(0, head))];

        _space.Reply(new UnmappedEverywhere(unmap.Ticket, found));

        Assert.Equal(head, _space.ExpectMsg<RestoreMapping>().Frame);
        _space.Reply(new MappingRestored(unmap.Ticket));
        Assert.Equal(Errno.EAGAIN, ExpectMsg<MigrationDone>().Errno);
        Assert.False(_process.FolioOf(head).Has(FolioFlags.Locked));
    }

    [Fact]
    public void A_shared_folio_of_which_all_mappings_went_meanwhile_is_let_go()
    {
        Pfn head = _process.Give(0);
        _process.Folios.TryMap(head, 8, SmallProcess.At(0));
        IActorRef folios = Make();
        folios.Tell(new OperateOn(head, RmapOperation.Fail, _space.Ref));
        UnmapEverywhere unmap = _space.ExpectMsg<UnmapEverywhere>();
        folios.Tell(new PutMappings(
            new[] { SmallProcess.Entry(0, head), SmallProcess.Entry(0, head) }, Answer: false));

        _space.Reply(new UnmappedEverywhere(unmap.Ticket, default));

        ExpectMsg(new OperationDone(RmapOperation.Fail, Errno.EAGAIN));
        Assert.Equal((0, 1UL), (_process.Folios.LiveFolios, _process.Folios.PoisonedFrames));
    }

    [Fact]
    public void A_folio_that_is_gone_is_not_migrated()
    {
        IActorRef folios = Make();

        folios.Tell(new MigrateFolio(new Pfn(0x40), _space.Ref));

        Assert.Equal(Errno.EAGAIN, ExpectMsg<MigrationDone>().Errno);
    }

    [Fact]
    public void A_folio_whose_mapping_could_not_be_taken_away_is_unlocked()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make();
        folios.Tell(new MigrateFolio(head, _space.Ref));
        UnmapForMigration unmap = _space.ExpectMsg<UnmapForMigration>();

        _space.Reply(new UnmappedForMigration(unmap.Ticket, default, Errno.EAGAIN));
        _space.ExpectMsg<UnmapEverywhere>();
        _space.Reply(new UnmappedEverywhere(unmap.Ticket, default));

        Assert.Equal(Errno.EAGAIN, ExpectMsg<MigrationDone>().Errno);
        Assert.False(_process.FolioOf(head).Has(FolioFlags.Locked));
    }

    [Fact]
    public void Pins_are_not_deferred_while_a_folio_is_locked()
    {
        Pfn head = _process.Give(0);
        IActorRef folios = Make();
        folios.Tell(new MigrateFolio(head, _space.Ref));
        _space.ExpectMsg<UnmapForMigration>();
        ReadPtes batch = new(1, SmallProcess.At(0), 4096, FollFlags.Write, Slow: false);

        folios.Tell(new TakePins(batch, 0, new[] { SmallProcess.Entry(0, head) }, _space.Ref));

        Assert.Equal(1, _space.ExpectMsg<Recheck>().Taken.Length);
    }

    private void Unmapped(IActorRef folios, Pfn head, int pages)
    {
        folios.Tell(new MigrateFolio(head, _space.Ref));
        UnmapForMigration unmap = _space.ExpectMsg<UnmapForMigration>();
        _space.Reply(new UnmappedForMigration(unmap.Ticket, SmallProcess.Entry(0, head, pages), Errno.None));
    }

    private void HandOver()
    {
        PhysicalMemoryProtocol.HandOver handOver = _memory.ExpectMsg<PhysicalMemoryProtocol.HandOver>();
        _memory.Reply(new PhysicalMemoryProtocol.HandedOver(handOver.Ticket));
    }

    private RestoreMapping Restored()
    {
        RestoreMapping restore = _space.ExpectMsg<RestoreMapping>();
        _space.Reply(new MappingRestored(restore.Ticket));
        return restore;
    }

    private IActorRef Make() =>
        ActorOf(Props.Create(() => new FolioManager(_process.Folios, _memory.Ref, Around.Plain)));
}
