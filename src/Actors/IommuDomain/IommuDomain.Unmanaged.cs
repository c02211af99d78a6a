using static PhyrActors.Actors.UnmanagedProtocol;

namespace PhyrActors.Actors;

/// <summary>Maps and unmaps where the caller says, without windows: for VFIO and its like (drivers/iommu/iommu.c:
/// iommu_map, iommu_unmap, iommu_unmap_fast, v6.16).</summary>
/// <remarks>Unmapped ranges gather until a sync covers them all with one invalidation (struct iommu_iotlb_gather, which
/// is the caller's in the kernel).</remarks>
public sealed partial class IommuDomain
{
    /// <summary>What one message of an unmap clears, by chunk of a link's batch: a large leaf.</summary>
    private static readonly ulong s_unmapStepBytes = PageSize.Size2MiB.Bytes;

    private readonly Dictionary<Iova, UnmanagedRequest> _unmanaged = [];
    private readonly List<FreedTable> _gatheredTables = [];
    private IovaRange? _gathered;

    /// <summary>The last flush of what had gathered, while it is under way.</summary>
    private GatheredFlush? _lastFlush;

    private void OnMapAt(Map map)
    {
        IActorRef client = Sender;
        ulong lengthBytes = 0;
        for (int chunk = map.FirstChunk; chunk < map.FirstChunk + map.Chunks; chunk++)
        {
            lengthBytes += map.Range[chunk].LengthBytes;
        }

        UnmanagedRequest? request = null;
        request = new UnmanagedRequest(map.Start, lengthBytes)
        {
            Map = map,
            Done = errno => client.Tell(new UnmanagedProtocol.Mapped(map.Start, errno)
            {
                MayBeCached = request!.MayBeCached,
            }),
        };
        _unmanaged.Add(map.Start, request);
        WriteNext(request, map);
    }

    private void WriteNext(UnmanagedRequest request, Map map)
    {
        if (_faults.Strikes(FaultSite.LinkBatch))
        {
            EndMapAt(request, Errno.ENOMEM);
            return;
        }

        int chunks = Math.Min(_settings.LinkBatchChunks, map.Chunks - request.ChunksDone);
        chunks = _surroundings.Cut("link.cut", chunks);
        _table.Tell(new IoPageTableProtocol.WriteEntries(
            map.Start,
            map.Start + request.BytesDone,
            map.Range,
            map.FirstChunk + request.ChunksDone,
            chunks,
            map.Keeper,
            map.Direction.ToProt()));
    }

    private void OnWrittenAt(UnmanagedRequest request, IoPageTableProtocol.EntriesWritten written)
    {
        request.Freed.AddRange(written.Freed.Span);
        if (written.Errno != Errno.None)
        {
            EndMapAt(request, written.Errno);
            return;
        }

        request.ChunksDone += written.Chunks;
        request.BytesDone += written.LengthBytes;
        if (request.ChunksDone < request.Map!.Chunks)
        {
            WriteNext(request, request.Map);
            return;
        }

        EndMapAt(request, Errno.None);
    }

    private void EndMapAt(UnmanagedRequest request, Errno errno)
    {
        _unmanaged.Remove(request.Start);
        if (errno != Errno.None && (request.BytesDone > 0 || request.Freed.Count > 0))
        {
            Unroll(request, errno);
            return;
        }

        if (errno == Errno.None && (_settings.SyncsMap || request.Freed.Count > 0))
        {
            FlushRange flush = new(new IovaRange(request.Start, request.LengthBytes), FlushSide.Map);
            Join(new FlushMember(flush, HintOf(request.Freed), Whole: false, flushed =>
            {
                Release(flushed, request.Freed);
                if (flushed == Errno.None)
                {
                    request.Done(Errno.None);
                    return;
                }

                Unroll(request, flushed);
            }));
            return;
        }

        request.Done(errno);
    }

    /// <summary>Takes away what a map that failed has written: its caller gives the memory back on hearing of
    /// it.</summary>
    private void Unroll(UnmanagedRequest request, Errno errno)
    {
        if (request.Freed.Count > 0)
        {
            // Tables in whose place large leaves came.
            Gather(request.Start, new IoPageTableProtocol.EntriesCleared(
                request.Start, request.LengthBytes, request.Freed.ToArray()));
        }

        void Forget() => ForgetUnrolled(
            forgotten =>
            {
                request.MayBeCached = forgotten != Errno.None;
                request.Done(errno);
            },
            failures: 0);
        if (request.BytesDone > 0)
        {
            BeginUnmapAt(request.Start, request.BytesDone, _ => Forget());
            return;
        }

        Forget();
    }

    private void ForgetUnrolled(Action<Errno> done, int failures) => SyncGathered(errno =>
    {
        if (errno != Errno.None && failures < InvalidationsMax)
        {
            ForgetUnrolled(done, failures + 1);
            return;
        }

        done(errno);
    });

    private void OnUnmapAt(Unmap unmap)
    {
        IActorRef client = Sender;
        BeginUnmapAt(unmap.Start, unmap.LengthBytes, gone => SyncGathered(
            errno => client.Tell(new UnmanagedProtocol.Unmapped(unmap.Start, gone, errno))));
    }

    private void OnUnmapFast(UnmapFast unmap)
    {
        IActorRef client = Sender;
        BeginUnmapAt(unmap.Start, unmap.LengthBytes, gone =>
            client.Tell(new UnmanagedProtocol.Unmapped(unmap.Start, gone, Errno.None)));
    }

    private void BeginUnmapAt(Iova start, ulong lengthBytes, Action<ulong> done)
    {
        UnmanagedRequest? request = null;
        request = new UnmanagedRequest(start, lengthBytes) { Done = _ => done(request!.BytesDone) };
        _unmanaged.Add(start, request);
        ClearNext(request);
    }

    private void ClearNext(UnmanagedRequest request)
    {
        ulong most = s_unmapStepBytes * (ulong)_settings.LinkBatchChunks;
        _table.Tell(new IoPageTableProtocol.ClearEntries(
            request.Start,
            request.Start + request.BytesDone,
            Math.Min(request.LengthBytes - request.BytesDone, most)));
    }

    /// <summary>A step that ends inside a large leaf takes all of it, and says so: the next begins behind.</summary>
    private void OnClearedAt(UnmanagedRequest request, IoPageTableProtocol.EntriesCleared cleared)
    {
        Gather(request.Start + request.BytesDone, cleared);
        request.BytesDone += cleared.LengthBytes;
        if (cleared.LengthBytes > 0 && request.BytesDone < request.LengthBytes)
        {
            ClearNext(request);
            return;
        }

        Context.System.EventStream.Publish(
            new RangeUnmapped(Domain, request.Start, request.LengthBytes, request.BytesDone));
        _unmanaged.Remove(request.Start);
        request.Done(Errno.None);
    }

    private void Gather(Iova start, IoPageTableProtocol.EntriesCleared cleared)
    {
        _gatheredTables.AddRange(cleared.Freed.Span);
        if (cleared.LengthBytes == 0)
        {
            return;
        }

        IovaRange range = new(start, cleared.LengthBytes);
        if (_gathered is { } before)
        {
            Iova first = before.Start < start ? before.Start : start;
            Iova last = before.Last > range.Last ? before.Last : range.Last;
            range = new IovaRange(first, last - first + 1);
        }

        _gathered = range;
    }

    private void OnIotlbSync()
    {
        IActorRef client = Sender;
        SyncGathered(errno => client.Tell(new UnmanagedProtocol.Synced(errno)));
    }

    /// <summary>What could not be invalidated goes on waiting for the next sync. What another sync has taken with it
    /// is waited for.</summary>
    private void SyncGathered(Action<Errno> done)
    {
        GatheredFlush? before = _lastFlush;
        if (_gathered is not { } range)
        {
            if (before is null)
            {
                done(Errno.None);
            }
            else
            {
                before.Then.Add(done);
            }

            return;
        }

        GatheredFlush flush = new();
        before?.Then.Add(errno => flush.Before = errno);
        _lastFlush = flush;
        FreedTable[] tables = [.. _gatheredTables];
        _gathered = null;
        _gatheredTables.Clear();
        Join(new FlushMember(new FlushRange(range, FlushSide.Unmap), HintOf(tables), Whole: false, errno =>
        {
            Release(errno, tables);
            if (errno != Errno.None)
            {
                Gather(range.Start, new IoPageTableProtocol.EntriesCleared(range.Start, range.LengthBytes, tables));
            }

            EndFlush(flush, errno == Errno.None ? flush.Before : errno, done);
        }));
    }

    private void EndFlush(GatheredFlush flush, Errno errno, Action<Errno> done)
    {
        if (_lastFlush == flush)
        {
            _lastFlush = null;
        }

        done(errno);
        flush.Then.ForEach(then => then(errno));
    }

    private static InvalidationHint HintOf(IReadOnlyCollection<FreedTable> freed) =>
        freed.Count > 0 ? InvalidationHint.AllLevels : InvalidationHint.LeafOnly;

    private void Release(Errno errno, IReadOnlyCollection<FreedTable> tables)
    {
        if (errno == Errno.None && tables.Count > 0)
        {
            _table.Tell(new IoPageTableProtocol.ReleaseTables(tables.ToArray()));
        }
    }

    /// <summary>What had gathered, on its way out of the caches.</summary>
    private sealed class GatheredFlush
    {
        /// <summary>How the one before it ended.</summary>
        public Errno Before { get; set; }

        /// <summary>Who waits for it beside the one that began it.</summary>
        public List<Action<Errno>> Then { get; } = [];
    }
}
