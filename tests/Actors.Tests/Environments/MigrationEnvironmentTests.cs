namespace PhyrActors.Actors.Tests;

/// <summary>Aims at pages drawn by lot, one migration at a time.</summary>
public sealed class MigrationEnvironmentTests : TestKit
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private readonly TestProbe _space;
    private readonly IActorRef _environment;

    public MigrationEnvironmentTests()
    {
        _space = CreateTestProbe();
        Surroundings around = Around.Drawing(5, 2);
        _environment = ActorOf(Props.Create(() => new MigrationEnvironment(
            _space.Ref, SmallProcess.At(0), 8 * Pfn.FrameSizeBytes, s_interval, around)));
    }

    [Fact]
    public void A_page_is_drawn_for_each_migration()
    {
        AddressSpaceProtocol.MigrateAt first = _space.ExpectMsg<AddressSpaceProtocol.MigrateAt>();
        _space.Reply(new FolioManagerProtocol.MigrationDone(Errno.None));

        AddressSpaceProtocol.MigrateAt second = _space.ExpectMsg<AddressSpaceProtocol.MigrateAt>();

        Assert.Equal((SmallProcess.At(5), SmallProcess.At(2)), (first.At, second.At));
    }

    [Fact]
    public void The_next_migration_waits_for_the_end_of_the_last()
    {
        _space.ExpectMsg<AddressSpaceProtocol.MigrateAt>();
        _space.ExpectNoMsg(2000);

        _space.Send(_environment, new FolioManagerProtocol.MigrationDone(Errno.EAGAIN));

        _space.ExpectMsg<AddressSpaceProtocol.MigrateAt>();
    }

    [Fact]
    public void There_is_an_end_to_migrating()
    {
        _space.ExpectMsg<AddressSpaceProtocol.MigrateAt>();
        _space.Reply(new FolioManagerProtocol.MigrationDone(Errno.None));

        _environment.Tell(new MigrationEnvironmentProtocol.EndMigrating());

        _space.ExpectNoMsg(2000);
    }
}
