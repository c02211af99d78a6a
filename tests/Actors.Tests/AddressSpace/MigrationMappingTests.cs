using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>The address space's part in migration.</summary>
public sealed class MigrationMappingTests : TestKit
{
    private static readonly Pfn s_frame = new(0x40);

    private readonly TestProbe _folios;
    private readonly SmallProcess _process = new();

    public MigrationMappingTests() => _folios = CreateTestProbe();

    [Fact]
    public void A_page_that_is_not_there_cannot_be_migrated()
    {
        IActorRef space = Make(_process.AddVma(0, 16));

        space.Tell(new MigrateAt(SmallProcess.At(0)));

        Assert.Equal(Errno.EFAULT, ExpectMsg<MigrationDone>().Errno);
    }

    [Fact]
    public void A_page_on_its_way_cannot_be_migrated()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 1, PteFlags.Migration));

        space.Tell(new MigrateAt(SmallProcess.At(0)));

        Assert.Equal(Errno.EFAULT, ExpectMsg<MigrationDone>().Errno);
    }

    [Fact]
    public void A_page_is_migrated_in_the_name_of_whoever_asked()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 4));

        space.Tell(new MigrateAt(SmallProcess.At(2)));

        Assert.Equal(s_frame + 2, _folios.ExpectMsg<MigrateFolio>().Frame);
        Assert.Equal(TestActor, _folios.Sender);
    }

    [Fact]
    public void The_whole_mapping_of_the_folio_is_taken_away()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame, 4));

        space.Tell(new UnmapForMigration(3, SmallProcess.At(0), s_frame));

        Assert.Equal(
            new UnmappedForMigration(3, SmallProcess.Entry(0, s_frame, 4), Errno.None),
            ExpectMsg<UnmappedForMigration>());
    }

    [Fact]
    public void A_mapping_that_leads_elsewhere_by_now_stays()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame));

        space.Tell(new UnmapForMigration(3, SmallProcess.At(0), s_frame + 8));

        Assert.Equal(Errno.EAGAIN, ExpectMsg<UnmappedForMigration>().Errno);
    }

    [Fact]
    public void A_mapping_that_is_gone_by_now_is_told()
    {
        IActorRef space = Make(_process.AddVma(0, 16));

        space.Tell(new UnmapForMigration(3, SmallProcess.At(0), s_frame));

        Assert.Equal(Errno.EAGAIN, ExpectMsg<UnmappedForMigration>().Errno);
    }

    [Fact]
    public void A_restored_mapping_is_answered()
    {
        IActorRef space = Make(_process.AddVma(0, 16).Map(0, s_frame));
        space.Tell(new UnmapForMigration(3, SmallProcess.At(0), s_frame));
        PteRun entry = ExpectMsg<UnmappedForMigration>().Entry;

        space.Tell(new RestoreMapping(3, entry, s_frame));

        Assert.Equal(new MappingRestored(3), ExpectMsg<MappingRestored>());
    }

    private IActorRef Make(SmallProcess process) => ActorOf(Props.Create(() => new AddressSpace(
        SmallProcess.Number, process.Vmas, process.Pages, _folios.Ref, Around.Plain)));
}
