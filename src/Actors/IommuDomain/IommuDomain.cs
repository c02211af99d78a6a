using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors;

/// <summary>The software side of one IOMMU domain: IOVA windows, what is linked in them, and who waits for an
/// invalidation.</summary>
/// <remarks>Strict: a window goes back only after the invalidation that covers it. Sources: drivers/iommu/dma-iommu.c,
/// v6.16; batching of the waits is ours (docs/how-it-works.md).</remarks>
public sealed partial class IommuDomain : ReceiveActor, IWithTimers
{
    private readonly DomainSettings _settings;
    private readonly IIovaAllocator _iovas;
    private readonly IActorRef _table;
    private readonly IActorRef _driver;
    private readonly Surroundings _surroundings;
    private readonly Dictionary<Iova, MappingState> _states = [];

    public IommuDomain(
        DomainSettings settings,
        IIovaAllocator iovas,
        IActorRef table,
        IActorRef driver,
        Surroundings surroundings)
    {
        _iovas = iovas;
        (_settings, _table, _driver, _surroundings) = (settings, table, driver, surroundings);
        _batch = new FlushBatch(1);
        Receive<IoPageTableProtocol.EntriesWritten>(OnEntriesWritten);
        Receive<IoPageTableProtocol.EntriesCleared>(OnEntriesCleared);
        Receive<IoPageTableProtocol.BarrierPassed>(passed => OnAllCleared(_states[passed.State]));
        Receive<TryAlloc>(OnTryAlloc);
        Receive<Link>(OnLink);
        Receive<Sync>(OnSync);
        Receive<Destroy>(OnDestroy);
        Receive<CloseBatch>(OnCloseBatch);
        Receive<IommuDriverProtocol.Flushed>(OnFlushed);
        Receive<Granted>(granted => SubmitBatch());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private int Domain => _settings.Number;

    private void OnTryAlloc(TryAlloc alloc)
    {
        PageSize granule = PageSize.Size4KiB;
        if (!DmaIovaState.TryWindowLength(alloc.PhysHint, alloc.LengthBytes, granule, out ulong window)
            || !_iovas.TryAllocate(window, _settings.ApertureLast, out Iova start))
        {
            Sender.Tell(new AllocRefused(alloc.Request, Errno.ENOMEM));
            return;
        }

        DmaIovaState state = new(start, alloc.PhysHint, alloc.LengthBytes, granule);
        _states.Add(state.Address, new MappingState(state));
        Context.System.EventStream.Publish(new IovaAllocated(Domain, start, window));
        Sender.Tell(new Allocated(alloc.Request, state.Address));
    }

    private void OnLink(Link link)
    {
        if (!_states.TryGetValue(link.State, out MappingState? mapping)
            || mapping.Busy
            || mapping.State.PlanLink(0, link.Range[0].Start, link.Range.LengthBytes, out _, out _) != Errno.None)
        {
            Sender.Tell(new Linked(link.State, 0, Errno.EINVAL));
            return;
        }

        if (mapping.State.LinkedBytes > 0)
        {
            Sender.Tell(new Linked(link.State, mapping.State.LinkedBytes, Errno.EADDRINUSE));
            return;
        }

        Begin(mapping);
        (mapping.Range, mapping.Keeper) = (link.Range, link.Keeper);
        mapping.Prot = link.Direction.ToProt();
        WriteNextBatch(mapping);
    }

    private void WriteNextBatch(MappingState mapping)
    {
        RangeCpu range = mapping.Range!;
        int chunks = Math.Min(_settings.LinkBatchChunks, range.ChunkCount - mapping.ChunksDone);
        chunks = _surroundings.Cut("link.cut", chunks);
        _table.Tell(new IoPageTableProtocol.WriteEntries(
            mapping.State.Address,
            mapping.State.Address + mapping.BytesDone,
            range,
            mapping.ChunksDone,
            chunks,
            mapping.Keeper,
            mapping.Prot));
    }

    private void OnEntriesWritten(IoPageTableProtocol.EntriesWritten written)
    {
        MappingState mapping = _states[written.State];
        mapping.Freed.AddRange(written.Freed.Span);
        if (written.Errno == Errno.None)
        {
            mapping.State.RecordLink(mapping.BytesDone, written.LengthBytes);
            mapping.ChunksDone += written.Chunks;
            mapping.BytesDone += written.LengthBytes;
            if (mapping.ChunksDone < mapping.Range!.ChunkCount)
            {
                WriteNextBatch(mapping);
                return;
            }
        }

        mapping.Busy = false;
        mapping.Client.Tell(new Linked(written.State, mapping.BytesDone, written.Errno));
    }

    private void OnSync(Sync sync)
    {
        if (!_states.TryGetValue(sync.State, out MappingState? mapping)
            || mapping.Busy
            || mapping.State.PlanSync(sync.Offset, sync.LengthBytes, out IovaWindow window) != Errno.None)
        {
            Sender.Tell(new Synced(sync.State, Errno.EINVAL));
            return;
        }

        Context.System.EventStream.Publish(new SyncRequested(Domain, sync.State + sync.Offset, sync.LengthBytes));
        Begin(mapping);
        FlushMember member = new(
            mapping, new FlushRange(new IovaRange(window.Start, window.LengthBytes), FlushSide.Map));
        if (_settings.SyncsMap || mapping.Freed.Count > 0)
        {
            // Large leaves took the place of empty tables that the unit may still know, whether it caches misses or
            // not.
            Join(member);
            return;
        }

        EndSync(member);
    }

    private void EndSync(FlushMember member)
    {
        MappingState mapping = member.Mapping;
        mapping.Busy = false;
        IovaRange range = member.Flush.Range;
        if (member.Errno == Errno.None)
        {
            Iova from = range.Start < mapping.State.Address ? mapping.State.Address : range.Start;
            mapping.State.RecordSync(from - mapping.State.Address, range.Last - from + 1);
            Context.System.EventStream.Publish(new RangeSynced(Domain, range.Start, range.LengthBytes));
        }

        mapping.Client.Tell(new Synced(mapping.State.Address, member.Errno));
    }

    private void OnDestroy(Destroy destroy)
    {
        if (!_states.TryGetValue(destroy.State, out MappingState? mapping)
            || mapping.Busy
            || mapping.State.PlanDestroy(destroy.MappedLengthBytes, out _) != Errno.None)
        {
            Sender.Tell(new Destroyed(destroy.State, Errno.EINVAL));
            return;
        }

        Begin(mapping);
        mapping.Cpu = destroy.Cpu;
        if (destroy.MappedLengthBytes > 0)
        {
            ClearNextBatch(mapping);
        }
        else if (mapping.Freed.Count > 0)
        {
            // A link that failed has unlinked tables: nothing is mapped, and yet they may be known to the unit.
            JoinUnmap(mapping, mapping.State.Window);
        }
        else
        {
            EndDestroy(mapping);
        }
    }

    /// <summary>Clears as many entries a message as a link writes.</summary>
    private void ClearNextBatch(MappingState mapping)
    {
        RangeCpu range = mapping.Range!;
        int chunks = Math.Min(_settings.LinkBatchChunks, range.ChunkCount - mapping.ChunksDone);
        chunks = _surroundings.Cut("unlink.cut", chunks);
        ulong lengthBytes = 0;
        for (int i = 0; i < chunks; i++)
        {
            lengthBytes += range[mapping.ChunksDone + i].LengthBytes;
        }

        mapping.ChunksDone += chunks;
        lengthBytes = Math.Min(lengthBytes, mapping.State.LinkedBytes - mapping.BytesDone);
        _table.Tell(new IoPageTableProtocol.ClearEntries(
            mapping.State.Address, mapping.State.Address + mapping.BytesDone, lengthBytes, mapping.Cpu));
        mapping.BytesDone += lengthBytes;
    }

    private void OnEntriesCleared(IoPageTableProtocol.EntriesCleared cleared)
    {
        MappingState mapping = _states[cleared.State];
        mapping.Freed.AddRange(cleared.Freed.Span);
        if (mapping.BytesDone < mapping.State.LinkedBytes)
        {
            ClearNextBatch(mapping);
            return;
        }

        if (_surroundings.StoreBuffers.Count > 0 && !_surroundings.Mutations.Has(Mutation.M4))
        {
            _table.Tell(new IoPageTableProtocol.MemoryBarrier(cleared.State, mapping.Cpu));
            return;
        }

        OnAllCleared(mapping);
    }

    private void OnAllCleared(MappingState mapping)
    {
        if (_surroundings.Mutations.Has(Mutation.M1))
        {
            EndDestroy(mapping);
            return;
        }

        JoinUnmap(mapping, mapping.State.Granules(0, mapping.BytesDone));
    }

    private void JoinUnmap(MappingState mapping, IovaWindow window)
    {
        IovaRange range = new(window.Start, window.LengthBytes);
        Join(new FlushMember(mapping, new FlushRange(range, FlushSide.Unmap)));
    }

    /// <summary>Everything that waited for the invalidation is released: table pages, then the window.</summary>
    private void EndDestroy(MappingState mapping)
    {
        if (mapping.Freed.Count > 0)
        {
            _table.Tell(new IoPageTableProtocol.ReleaseTables(mapping.Freed.ToArray()));
        }

        IovaWindow window = mapping.State.Window;
        Iova state = mapping.State.Address;
        mapping.State.RecordDestroy();
        _states.Remove(state);
        if (_iovas.Free(window.Start, window.LengthBytes) != Errno.None)
        {
            throw new InvariantException($"The window at {window.Start} was not allocated.");
        }

        Context.System.EventStream.Publish(new IovaFreed(Domain, window.Start, window.LengthBytes));
        mapping.Client.Tell(new Destroyed(state, Errno.None));
    }

    private void Begin(MappingState mapping)
    {
        mapping.Busy = true;
        mapping.Client = Sender;
        (mapping.ChunksDone, mapping.BytesDone) = (0, 0);
    }
}
