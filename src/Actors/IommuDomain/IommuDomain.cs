using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors;

/// <summary>The software side of one IOMMU domain: IOVA windows, what is linked in them, and who waits for an
/// invalidation.</summary>
/// <remarks>A breach of the mapping API's contract is refused with the kernel's errno and published; the kernel itself
/// often only warns. Sources: drivers/iommu/dma-iommu.c and iommu.c, v6.16; batching of the waits is ours
/// (docs/how-it-works.md).</remarks>
public sealed partial class IommuDomain : ReceiveActor, IWithTimers
{
    private readonly DomainSettings _settings;
    private readonly IIovaAllocator _iovas;
    private readonly IActorRef _table;
    private readonly Surroundings _surroundings;
    private readonly FaultPoints _faults;
    private readonly List<CacheTag> _tags;
    private readonly Dictionary<Iova, MappingState> _states = [];
    private DomainType _type;

    public IommuDomain(
        DomainSettings settings,
        IIovaAllocator iovas,
        IActorRef table,
        IReadOnlyList<CacheTag> tags,
        Surroundings surroundings)
    {
        _iovas = iovas;
        (_settings, _table, _surroundings) = (settings, table, surroundings);
        (_tags, _type) = ([.. tags], settings.Type);
        _batch = new FlushBatch(1);
        _cacheLock = new Token($"cache_lock of domain {settings.Number}", Context.System.EventStream);
        _faults = surroundings.FaultsOf(Context);
        _flushQueue = NewFlushQueue();
        Receive<IoPageTableProtocol.EntriesWritten>(OnEntriesWritten);
        Receive<IoPageTableProtocol.EntriesCleared>(OnEntriesCleared);
        Receive<IoPageTableProtocol.BarrierPassed>(passed => _states[passed.State].WhenCleared());
        Receive<TryAlloc>(OnTryAlloc);
        Receive<Link>(OnLink);
        Receive<Sync>(OnSync);
        Receive<Unlink>(OnUnlink);
        Receive<Free>(OnFree);
        Receive<Destroy>(OnDestroy);
        Receive<MapPhys>(OnMapPhys);
        Receive<MapSg>(OnMapSg);
        Receive<UnmapPhys>(unmap => OnUnmap(
            MappingCall.MapPhys, unmap.Start, unmap.LengthBytes, unmap.Cpu, unmap.Device));
        Receive<UnmapSg>(unmap => OnUnmap(
            MappingCall.MapSg, unmap.Start, unmap.LengthBytes, unmap.Cpu, unmap.Device));
        Receive<UnmanagedProtocol.Map>(OnMapAt);
        Receive<UnmanagedProtocol.Unmap>(OnUnmapAt);
        Receive<UnmanagedProtocol.UnmapFast>(OnUnmapFast);
        Receive<UnmanagedProtocol.IotlbSync>(_ => OnIotlbSync());
        Receive<CloseBatch>(OnCloseBatch);
        Receive<IommuDriverProtocol.Flushed>(OnFlushed);
        Receive<IommuDriverProtocol.ContextSet>(OnContextSet);
        Receive<FlushQueueTimeout>(_ => OnFlushQueueTimeout());
        Receive<Attach>(OnAttach);
        Receive<Detach>(OnDetach);
        Receive<SetType>(OnSetType);
        Receive<Granted>(granted => SubmitBatch());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private int Domain => _settings.Number;

    protected override void PreStart()
    {
        if (_type == DomainType.Lazy && _faults.Strikes(FaultSite.FlushQueueInit))
        {
            _type = DomainType.Strict;
        }

        if (_type != DomainType.Strict)
        {
            Context.System.EventStream.Publish(new DomainTypeSet(Domain, _type));
        }
    }

    private void OnTryAlloc(TryAlloc alloc)
    {
        IActorRef client = Sender;
        Errno errno = Allocate(
            alloc.LengthBytes,
            alloc.PhysHint,
            MappingCall.TryAlloc,
            alloc.Cpu,
            alloc.Device,
            out MappingState? mapping);
        client.Tell(
            mapping is null ? new AllocRefused(alloc.Request, errno) : new Allocated(alloc.Request, mapping.Address));
    }

    /// <summary>Takes a window.</summary>
    /// <returns>EINVAL: a size that is never allowed; EOPNOTSUPP: addresses are physical; ENODEV: after kexec, the
    /// device cannot be attached; ENOMEM: no place.</returns>
    private Errno Allocate(
        ulong lengthBytes, PhysAddr hint, MappingCall call, int cpu, int device, out MappingState? mapping)
    {
        mapping = null;
        PageSize granule = PageSize.Size4KiB;
        if (_type == DomainType.Passthrough)
        {
            return Errno.EOPNOTSUPP;
        }

        if (!DmaIovaState.TryWindowLength(hint, lengthBytes, granule, out ulong window))
        {
            return Errno.EINVAL;
        }

        if (_faults.Strikes(FaultSite.DomainHandover))
        {
            return Errno.ENODEV;
        }

        if (!TryAllocateIova(window, cpu % _settings.Cpus, out Iova start))
        {
            return Errno.ENOMEM;
        }

        mapping = new MappingState(new DmaIovaState(start, hint, lengthBytes, granule), call, device, cpu);
        _states.Add(mapping.Address, mapping);
        Context.System.EventStream.Publish(new IovaAllocated(Domain, start, window));
        return Errno.None;
    }

    /// <summary>The state that a caller may work on now; otherwise publishes why not.</summary>
    private bool TryBegin(Iova address, int device, MappingCall call, out MappingState mapping, out Errno errno)
    {
        errno = Errno.EINVAL;
        bool isKnown = _states.TryGetValue(address, out MappingState? found);
        mapping = found!;
        MappingMisuse? misuse = !isKnown ? MappingMisuse.UnknownAddress
            : mapping.Device != device ? MappingMisuse.OtherDevice
            : mapping.Call != call ? MappingMisuse.OtherCall
            : mapping.Busy ? MappingMisuse.Concurrent
            : null;
        if (misuse is { } broken)
        {
            Refuse(address, broken, errno);
            return false;
        }

        errno = Errno.None;
        return true;
    }

    private void Refuse(Iova address, MappingMisuse misuse, Errno errno) =>
        Context.System.EventStream.Publish(new MappingMisused(Domain, address, misuse, errno));

    private static void Begin(MappingState mapping, int cpu, Action<Errno> then)
    {
        (mapping.Busy, mapping.Cpu, mapping.Then) = (true, cpu, then);
        (mapping.ChunksDone, mapping.BytesDone, mapping.UnmappedBytes) = (0, 0, 0);
    }

    private static void End(MappingState mapping, Errno errno)
    {
        mapping.Busy = false;
        mapping.Then(errno);
    }
}
