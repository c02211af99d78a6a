namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="MigrationEnvironment"/>.</summary>
public static class MigrationEnvironmentProtocol
{
    /// <summary>Migrates no more.</summary>
    public sealed record EndMigrating;
}

/// <summary>Tries to migrate folios of a process, wherever they are mapped (move_pages(2)).</summary>
public sealed class MigrationEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _addressSpace;
    private readonly VirtAddr _start;
    private readonly ulong _pages;
    private readonly Surroundings _surroundings;
    private readonly FaultPoints _faults;
    private bool _migrating;

    /// <param name="addressSpace">The process.</param>
    /// <param name="start">Where its memory begins.</param>
    /// <param name="lengthBytes">How much of it is aimed at.</param>
    /// <param name="interval">Time between attempts.</param>
    /// <param name="surroundings">Choices, work, mutations.</param>
    public MigrationEnvironment(
        IActorRef addressSpace, VirtAddr start, ulong lengthBytes, TimeSpan interval, Surroundings surroundings)
    {
        (_addressSpace, _start, _surroundings) = (addressSpace, start, surroundings);
        _faults = surroundings.FaultsOf(Context);
        _pages = lengthBytes >> Pfn.FrameSizeLog2;
        Receive<MigrateNow>(_ => OnMigrateNow());
        Receive<FolioManagerProtocol.MigrationDone>(_ => OnMigrationDone());
        Receive<MigrationEnvironmentProtocol.EndMigrating>(_ => Timers.Cancel(MigrateNow.Instance));
        Timers.StartPeriodicTimer(MigrateNow.Instance, MigrateNow.Instance, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void OnMigrateNow()
    {
        if (!_migrating)
        {
            _migrating = true;
            ulong page = _surroundings.Choices.Draw(_pages);
            _addressSpace.Tell(new AddressSpaceProtocol.MigrateAt(_start + (page << Pfn.FrameSizeLog2)));
        }
    }

    private void OnMigrationDone()
    {
        _migrating = false;
        if (_faults.Strikes(FaultSite.MigrateBurst))
        {
            OnMigrateNow();
        }
    }

    private sealed record MigrateNow
    {
        public static readonly MigrateNow Instance = new();
    }
}
