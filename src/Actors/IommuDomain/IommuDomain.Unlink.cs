using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors;

/// <summary>Unlinking, freeing and destroying windows: entries go first, then what is cached of them, then all that
/// waited for it.</summary>
public sealed partial class IommuDomain
{
    /// <summary>How often what must be forgotten is invalidated anew where that fails and nobody else would.</summary>
    private const int InvalidationsMax = 256;

    private void OnUnlink(Unlink unlink)
    {
        IActorRef client = Sender;
        if (!TryBegin(unlink.State, unlink.Device, MappingCall.TryAlloc, out MappingState mapping, out Errno errno))
        {
            client.Tell(new Unlinked(unlink.State, errno));
            return;
        }

        if (mapping.State.PlanUnlink(unlink.Offset, unlink.LengthBytes, out _) != Errno.None)
        {
            bool isInside = mapping.State.PlanSync(unlink.Offset, unlink.LengthBytes, out _) == Errno.None;
            Refuse(
                unlink.State,
                isInside ? MappingMisuse.OtherLength : MappingMisuse.OutOfRange,
                Errno.EINVAL);
            client.Tell(new Unlinked(unlink.State, Errno.EINVAL));
            return;
        }

        Begin(mapping, unlink.Cpu, result => client.Tell(new Unlinked(mapping.Address, result)));
        StartClear(mapping, unlink.Offset, unlink.LengthBytes, () => ForgetUnlinked(mapping, unlink, failures: 0));
    }

    /// <summary>dma_iova_unlink has no result, so that nobody else could ask again.</summary>
    private void ForgetUnlinked(MappingState mapping, Unlink unlink, int failures) => JoinUnmap(
        mapping,
        mapping.State.Granules(unlink.Offset, unlink.LengthBytes),
        result =>
        {
            if (result != Errno.None && failures < InvalidationsMax)
            {
                ForgetUnlinked(mapping, unlink, failures + 1);
                return;
            }

            EndUnlink(mapping, unlink, result);
        });

    private void EndUnlink(MappingState mapping, Unlink unlink, Errno errno)
    {
        mapping.State.RecordUnlink(unlink.Offset, unlink.LengthBytes);
        if (errno == Errno.None)
        {
            ReleaseTables(mapping);
        }

        mapping.IsStale |= errno != Errno.None;
        End(mapping, errno);
    }

    private void OnFree(Free free)
    {
        IActorRef client = Sender;
        if (!TryBegin(free.State, free.Device, MappingCall.TryAlloc, out MappingState mapping, out Errno errno))
        {
            client.Tell(new Freed(free.State, errno));
            return;
        }

        if (mapping.State.LinkedBytes > 0)
        {
            Refuse(free.State, MappingMisuse.StillLinked, Errno.EBUSY);
            client.Tell(new Freed(free.State, Errno.EBUSY));
            return;
        }

        Begin(mapping, free.Cpu, result => client.Tell(new Freed(free.State, result)));
        StartDestroy(mapping, mayQueue: false);
    }

    private void OnDestroy(Destroy destroy)
    {
        IActorRef client = Sender;
        if (!TryBegin(destroy.State, destroy.Device, MappingCall.TryAlloc, out MappingState mapping, out Errno errno))
        {
            client.Tell(new Destroyed(destroy.State, errno));
            return;
        }

        if (mapping.State.PlanDestroy(destroy.MappedLengthBytes, out _) != Errno.None)
        {
            Refuse(destroy.State, MappingMisuse.OtherLength, Errno.EINVAL);
            client.Tell(new Destroyed(destroy.State, Errno.EINVAL));
            return;
        }

        Begin(mapping, destroy.Cpu, result => client.Tell(new Destroyed(mapping.Address, result)));
        StartDestroy(mapping, mayQueue: true);
    }

    /// <summary>Unmaps what is linked and frees the window.</summary>
    /// <param name="mapping">The window.</param>
    /// <param name="mayQueue">In a lazy domain, whether the invalidation may wait.</param>
    private void StartDestroy(MappingState mapping, bool mayQueue)
    {
        ulong linked = mapping.State.LinkedBytes;
        bool isPart = linked > 0 && !mapping.IsStale;
        IovaWindow window = isPart ? mapping.State.Granules(0, linked) : mapping.State.Window;
        if (mapping.IsCleared)
        {
            ForgetAll(mapping, window, mayQueue);
        }
        else if (linked > 0)
        {
            StartClear(mapping, 0, linked, () =>
            {
                mapping.IsCleared = true;
                ForgetAll(mapping, window, mayQueue);
            });
        }
        else if (mapping.Freed.Count > 0 || mapping.IsStale)
        {
            // A link that failed has unlinked tables, or an unlink was not invalidated: nothing is mapped, and yet
            // something may be known to the unit.
            ForgetAll(mapping, window, mayQueue);
        }
        else
        {
            EndDestroy(mapping, Errno.None);
        }
    }

    private void ForgetAll(MappingState mapping, IovaWindow window, bool mayQueue)
    {
        if (_type == DomainType.Lazy && mayQueue)
        {
            QueueWindow(mapping);
        }
        else if (_surroundings.Mutations.Has(Mutation.M1))
        {
            EndDestroy(mapping, Errno.None);
        }
        else if (_surroundings.Mutations.Has(Mutation.M2))
        {
            Action<Errno> then = mapping.Then;
            mapping.Then = static _ => { };
            JoinUnmap(mapping, window, then);
            EndDestroy(mapping, Errno.None);
        }
        else
        {
            JoinUnmap(mapping, window, errno => EndDestroy(mapping, errno));
        }
    }

    private void StartClear(MappingState mapping, ulong offset, ulong lengthBytes, Action whenCleared)
    {
        (mapping.Offset, mapping.EndOffset, mapping.WhenCleared) = (offset, offset + lengthBytes, whenCleared);
        ClearNextBatch(mapping);
    }

    /// <summary>Clears as many entries a message as a link writes.</summary>
    private void ClearNextBatch(MappingState mapping)
    {
        ulong from = mapping.Offset + mapping.BytesDone;
        int chunks = mapping.Pieces.CountChunks(from, mapping.EndOffset, _settings.LinkBatchChunks);
        chunks = _surroundings.Cut("unlink.cut", chunks);
        ulong lengthBytes = mapping.Pieces.BytesOf(chunks, from, mapping.EndOffset);
        _table.Tell(new IoPageTableProtocol.ClearEntries(
            mapping.Address, mapping.Address + from, lengthBytes, mapping.Cpu));
        mapping.BytesDone += lengthBytes;
    }

    private void OnEntriesCleared(IoPageTableProtocol.EntriesCleared cleared)
    {
        if (_unmanaged.TryGetValue(cleared.State, out UnmanagedRequest? request))
        {
            OnClearedAt(request, cleared);
            return;
        }

        MappingState mapping = _states[cleared.State];
        mapping.Freed.AddRange(cleared.Freed.Span);
        mapping.UnmappedBytes += cleared.LengthBytes;
        IovaWindow whole = mapping.State.Granules(mapping.Offset, mapping.EndOffset - mapping.Offset);
        bool isWhole = mapping.UnmappedBytes >= whole.LengthBytes;
        if (mapping.Offset + mapping.BytesDone < mapping.EndOffset && !isWhole)
        {
            ClearNextBatch(mapping);
            return;
        }

        Context.System.EventStream.Publish(
            new RangeUnmapped(Domain, whole.Start, whole.LengthBytes, mapping.UnmappedBytes));
        if (_surroundings.StoreBuffers.Count > 0 && !_surroundings.Mutations.Has(Mutation.M4))
        {
            _table.Tell(new IoPageTableProtocol.MemoryBarrier(cleared.State, mapping.Cpu));
            return;
        }

        mapping.WhenCleared();
    }

    private void JoinUnmap(MappingState mapping, IovaWindow window, Action<Errno> done)
    {
        if (_surroundings.Mutations.Has(Mutation.M5))
        {
            ReleaseTables(mapping);
        }

        IovaRange range = new(window.Start, window.LengthBytes);
        Join(new FlushMember(new FlushRange(range, FlushSide.Unmap), mapping.Hint, Whole: false, done));
    }

    /// <summary>Everything that waited for the invalidation is released: table pages, then the window.</summary>
    private void EndDestroy(MappingState mapping, Errno errno)
    {
        if (errno == Errno.None)
        {
            ReleaseTables(mapping);
            FreeWindow(mapping);
        }

        End(mapping, errno);
    }

    private void ReleaseTables(MappingState mapping)
    {
        if (mapping.Freed.Count > 0)
        {
            _table.Tell(new IoPageTableProtocol.ReleaseTables(mapping.Freed.ToArray()));
            mapping.Freed.Clear();
        }
    }

    private void FreeWindow(MappingState mapping)
    {
        IovaWindow window = FreedWindow(mapping);
        Forget(mapping);
        FreeIova(window, mapping.Cpu);
    }

    /// <summary>What goes back to the allocator: all that was taken from it.</summary>
    private IovaWindow FreedWindow(MappingState mapping)
    {
        ulong linked = mapping.State.LinkedBytes;
        return linked > 0 && _surroundings.Mutations.Has(Mutation.D3)
            ? mapping.State.Granules(0, linked)
            : mapping.State.Window;
    }

    private void Forget(MappingState mapping)
    {
        mapping.State.RecordDestroy();
        _states.Remove(mapping.Address);
    }

    private void FreeIova(IovaWindow window, int cpu)
    {
        // With D3 the length may be another than what was allocated; what is refused is lost.
        if (GiveIovaBack(window, cpu % _settings.Cpus) != Errno.None
            && !_surroundings.Mutations.Has(Mutation.D3))
        {
            throw new InvariantException($"The window at {window.Start} was not allocated.");
        }

        Context.System.EventStream.Publish(new IovaFreed(Domain, window.Start, window.LengthBytes));
    }
}
