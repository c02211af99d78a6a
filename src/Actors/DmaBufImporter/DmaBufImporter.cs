using static PhyrActors.Actors.DmaBufProtocol;

namespace PhyrActors.Actors;

/// <summary>The driver of a device that works in a peer's memory: attaches to its dma-buf and maps it, has it unmapped
/// when that is revoked, and maps it again for the next access.</summary>
/// <remarks>It registers what it has mapped as a memory region: below a common switch the device is told bus addresses,
/// else a key over IOVA. What is revoked while the region is being made is given up as soon as it is made, as where the
/// reservation lock is held from the map on. Sources: drivers/infiniband/core/umem_dmabuf.c, hw/mlx5/mr.c and odp.c,
/// v7.0.</remarks>
public sealed partial class DmaBufImporter : ReceiveActor, IWithTimers
{
    private readonly DmaBufImporterSettings _settings;
    private readonly Surroundings _surroundings;
    private ImportPhase _phase;
    private MapPlan _plan;
    private bool _isRevoked;
    private bool _isLeaving;

    public DmaBufImporter(DmaBufImporterSettings settings, Surroundings surroundings)
    {
        (_settings, _surroundings) = (settings, surroundings);
        _operations = (long)settings.Requester << 32;
        Receive<AccessDue>(_ => OnAccessDue());
        Receive<DeregisterNow>(_ => OnDeregisterNow());
        Receive<Attached>(OnAttached);
        Receive<Detached>(_ => _phase = ImportPhase.Ended);
        Receive<Mapped>(OnMapped);
        Receive<MapRefused>(OnMapRefused);
        Receive<InvalidateMappings>(_ => OnInvalidate());
        Receive<Unmapped>(OnUnmapped);
        Receive<DmaEngineProtocol.KeyProgrammed>(OnKeyProgrammed);
        Receive<DmaEngineProtocol.KeyDestroyed>(OnKeyDestroyed);
        Receive<DmaEngineProtocol.WorkCompleted>(OnWorkCompleted);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() =>
        _settings.Buffer.Tell(new Attach(_settings.Requester, IsRevocable: _settings.IsRevocable));

    /// <summary>EOPNOTSUPP to a driver that could not be told; ENODEV where the exporter was faster.</summary>
    private void OnAttached(Attached attached)
    {
        if (attached.Errno != Errno.None)
        {
            _phase = ImportPhase.Ended;
            return;
        }

        Timers.StartPeriodicTimer("access", new AccessDue(), _settings.Interval);
        Timers.StartSingleTimer("deregister", new DeregisterNow(), _settings.Lifetime);
        Map();
    }

    /// <summary>Without a mapping it is a page fault, which maps, or fails as long as that is refused.</summary>
    private void OnAccessDue()
    {
        switch (_phase)
        {
            case ImportPhase.Attached:
                Map();
                break;
            case ImportPhase.Live:
                Post();
                break;
        }
    }

    private void Map()
    {
        _phase = ImportPhase.Mapping;
        _settings.Buffer.Tell(new Map(_settings.Requester, DmaDirection.Bidirectional, 0));
    }

    private void OnMapped(Mapped mapped)
    {
        (_plan, _phase, _isRevoked) = (mapped.Plan, ImportPhase.Programming, false);
        if (_plan[0].IsBus)
        {
            _phase = ImportPhase.Live;
            GoOn();
        }
        else
        {
            Program();
        }
    }

    private void OnMapRefused(MapRefused refused)
    {
        Context.System.EventStream.Publish(
            new PeerMappingRefused(_settings.Exporter, _settings.Requester, refused.Errno));
        OnUnmappedOrNeverMapped();
    }

    /// <summary>The exporter's call: has the device finish and unmaps, if there is anything to unmap.</summary>
    private void OnInvalidate()
    {
        if (_phase == ImportPhase.Programming && _surroundings.Mutations.Has(Mutation.B54))
        {
            // The umem is unmapped, and who would stop the device is not known yet.
            _settings.Buffer.Tell(new Unmap(_settings.Requester));
            return;
        }

        _isRevoked = true;
        GoOn();
    }

    private void OnDeregisterNow()
    {
        Timers.CancelAll();
        _isLeaving = _settings.IsRevocable;
        GoOn();
    }

    /// <summary>At rest with something left to do: a mapping or an attachment to be given up, or one to be used.
    /// </summary>
    private void GoOn()
    {
        switch (_phase)
        {
            case ImportPhase.Attached when _isLeaving:
                _settings.Buffer.Tell(new Detach(_settings.Requester));
                break;
            case ImportPhase.Live when _isLeaving || _isRevoked:
                Stop();
                break;
        }
    }

    /// <summary>The device is done: what it was told is taken back, and then unmapped.</summary>
    private void Unmap()
    {
        Context.System.EventStream.Publish(
            new PeerAddressReturned(_settings.Exporter, _settings.Requester, _settings.Requester));
        _phase = ImportPhase.Unmapping;
        _settings.Buffer.Tell(new Unmap(_settings.Requester));
    }

    private void OnUnmapped(Unmapped unmapped)
    {
        if (_phase != ImportPhase.Unmapping)
        {
            return;
        }

        if (unmapped.Errno == Errno.None)
        {
            OnUnmappedOrNeverMapped();
        }
        else
        {
            // Nobody confirmed the end: the mapping stays, and with it whoever waits for it.
            _phase = ImportPhase.Ended;
        }
    }

    private void OnUnmappedOrNeverMapped()
    {
        _phase = ImportPhase.Attached;
        GoOn();
    }

    private sealed record AccessDue;

    private sealed record DeregisterNow;
}
