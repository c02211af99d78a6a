using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors;

/// <summary>Linking lists into a window, and the sync after it.</summary>
public sealed partial class IommuDomain
{
    private void OnLink(Link link)
    {
        IActorRef client = Sender;
        if (!TryBegin(link.State, link.Device, MappingCall.TryAlloc, out MappingState mapping, out Errno errno)
            || !MayLink(mapping, link, out errno))
        {
            client.Tell(new Linked(link.State, 0, errno));
            return;
        }

        Begin(mapping, link.Cpu, result => client.Tell(
            new Linked(mapping.Address, mapping.State.LinkedBytes, result)));
        (mapping.Keeper, mapping.Prot) = (link.Keeper, link.Direction.ToProt());
        StartLink(mapping, link.Range, link.Offset);
    }

    private bool MayLink(MappingState mapping, Link link, out Errno errno)
    {
        errno = mapping.State.PlanLink(link.Offset, link.Range[0].Start, link.Range.LengthBytes, out _, out _);
        if (errno == Errno.None)
        {
            return true;
        }

        bool isInside = link.Offset < mapping.State.SizeBytes
            && link.Range.LengthBytes <= mapping.State.SizeBytes - link.Offset;
        Refuse(link.State, isInside ? MappingMisuse.Unaligned : MappingMisuse.OutOfRange, errno);
        return false;
    }

    private void StartLink(MappingState mapping, RangeCpu range, ulong offset)
    {
        (mapping.Range, mapping.Offset) = (range, offset);
        mapping.Pieces.Add(offset, range);
        WriteNextBatch(mapping);
    }

    private void WriteNextBatch(MappingState mapping)
    {
        if (_faults.Strikes(FaultSite.LinkBatch))
        {
            End(mapping, Errno.ENOMEM);
            return;
        }

        RangeCpu range = mapping.Range!;
        int chunks = Math.Min(_settings.LinkBatchChunks, range.ChunkCount - mapping.ChunksDone);
        chunks = _surroundings.Cut("link.cut", chunks);
        _table.Tell(new IoPageTableProtocol.WriteEntries(
            mapping.Address,
            mapping.Address + (mapping.Offset + mapping.BytesDone),
            range,
            mapping.ChunksDone,
            chunks,
            mapping.Keeper,
            mapping.Prot));
    }

    private void OnEntriesWritten(IoPageTableProtocol.EntriesWritten written)
    {
        if (_unmanaged.TryGetValue(written.State, out UnmanagedRequest? request))
        {
            OnWrittenAt(request, written);
            return;
        }

        MappingState mapping = _states[written.State];
        if (_surroundings.Mutations.Has(Mutation.B23) && written.Freed.Length > 0)
        {
            _table.Tell(new IoPageTableProtocol.ReleaseTables(written.Freed));
        }
        else
        {
            mapping.Freed.AddRange(written.Freed.Span);
        }

        if (written.Errno == Errno.None)
        {
            mapping.State.RecordLink(mapping.Offset + mapping.BytesDone, written.LengthBytes);
            mapping.ChunksDone += written.Chunks;
            mapping.BytesDone += written.LengthBytes;
            if (mapping.ChunksDone < mapping.Range!.ChunkCount)
            {
                WriteNextBatch(mapping);
                return;
            }
        }
        else if (written.Errno == Errno.EADDRINUSE)
        {
            Refuse(mapping.Address, MappingMisuse.Overlap, written.Errno);
        }

        End(mapping, written.Errno);
    }

    private void OnSync(Sync sync)
    {
        IActorRef client = Sender;
        if (!TryBegin(sync.State, sync.Device, MappingCall.TryAlloc, out MappingState mapping, out Errno errno))
        {
            client.Tell(new Synced(sync.State, errno));
            return;
        }

        if (mapping.State.PlanSync(sync.Offset, sync.LengthBytes, out _) != Errno.None)
        {
            Refuse(sync.State, MappingMisuse.OutOfRange, Errno.EINVAL);
            client.Tell(new Synced(sync.State, Errno.EINVAL));
            return;
        }

        Begin(mapping, sync.Cpu, result => client.Tell(new Synced(mapping.Address, result)));
        StartSync(mapping, sync.Offset, sync.LengthBytes);
    }

    private void StartSync(MappingState mapping, ulong offset, ulong lengthBytes)
    {
        Context.System.EventStream.Publish(new SyncRequested(Domain, mapping.Address + offset, lengthBytes));
        IovaWindow window = mapping.State.Granules(offset, lengthBytes);
        IovaRange range = new(window.Start, window.LengthBytes);
        if (_faults.Strikes(FaultSite.SyncMap))
        {
            EndSync(mapping, range, Errno.ENOMEM);
            return;
        }

        if (_settings.SyncsMap || mapping.Freed.Count > 0)
        {
            // Large leaves took the place of empty tables that the unit may still know, whether it caches misses or
            // not.
            Join(new FlushMember(
                new FlushRange(range, FlushSide.Map),
                mapping.Hint,
                Whole: false,
                errno => EndSync(mapping, range, errno)));
            return;
        }

        EndSync(mapping, range, Errno.None);
    }

    private void EndSync(MappingState mapping, IovaRange range, Errno errno)
    {
        if (errno == Errno.None)
        {
            Iova from = range.Start < mapping.Address ? mapping.Address : range.Start;
            mapping.State.RecordSync(from - mapping.Address, range.Last - from + 1);
            Context.System.EventStream.Publish(new RangeSynced(Domain, range.Start, range.LengthBytes));
        }

        End(mapping, errno);
    }
}
