using static PhyrActors.Actors.IoPageTableProtocol;

namespace PhyrActors.Actors;

/// <summary>A domain's table in memory: written by software, read by every unit's walker.</summary>
/// <remarks>Its pages are frames lent by <see cref="FolioManager"/>, kept in a pool so that a map never waits for one
/// in the middle.</remarks>
public sealed partial class IoPageTable : ReceiveActor
{
    /// <summary>Frames asked for at a time.</summary>
    private const int LoanFrames = 256;

    private readonly int _domain;
    private readonly Model.IoPageTable _table;
    private readonly TableFramePool _pool = new();
    private readonly Token _frames;
    private readonly BufferedClears _buffered;
    private readonly IActorRef _folios;
    private readonly Surroundings _surroundings;
    private readonly FaultPoints _faults;
    private readonly IoGather _gather = new();
    private (WriteEntries Write, IActorRef Sender)? _waitingForFrames;

    public IoPageTable(int domain, Model.IoPageTable table, IActorRef folios, Surroundings surroundings)
    {
        (_domain, _table, _folios, _surroundings) = (domain, table, folios, surroundings);
        _buffered = new BufferedClears(table);
        _frames = new Token($"frames of table {domain}", Context.System.EventStream);
        _faults = surroundings.FaultsOf(Context);
        Receive<ReadEntry>(OnReadEntry);
        Receive<WriteEntries>(OnWriteEntries);
        Receive<ClearEntries>(OnClearEntries);
        Receive<ReleaseTables>(OnReleaseTables);
        Receive<MemoryBarrier>(OnBarrier);
        Receive<BarrierReached>(static barrier => barrier.Requester.Tell(new BarrierPassed(barrier.State)));
        Receive<ClearLanded>(OnClearLanded);
        Receive<FolioManagerProtocol.FramesLent>(OnFramesLent);
        Receive<Granted>(granted => Write((WriteEntries)granted.Message));
    }

    private void OnReadEntry(ReadEntry read) =>
        Sender.Tell(new EntryRead(read.Walk, _buffered.Read(read.Table, read.Level, read.Index)));

    private void OnWriteEntries(WriteEntries write)
    {
        if (_frames.TryTake(write, Sender))
        {
            Write(write);
        }
    }

    /// <summary>Runs with the frames token, which stays taken while more frames are on their way.</summary>
    private void Write(WriteEntries write)
    {
        if (_pool.Count < TablesNeededMax(write))
        {
            _waitingForFrames = (write, Sender);
            _folios.Tell(new FolioManagerProtocol.LendFrames(Math.Max(LoanFrames, TablesNeededMax(write))));
            return;
        }

        MapChunks(write, Sender);
        _frames.Release(Self);
    }

    private void OnFramesLent(FolioManagerProtocol.FramesLent lent)
    {
        foreach (Pfn frame in lent.Frames.Span)
        {
            _pool.Add(frame);
        }

        (WriteEntries write, IActorRef sender) = _waitingForFrames!.Value;
        _waitingForFrames = null;
        MapChunks(write, sender);
        _frames.Release(Self);
    }

    private void MapChunks(WriteEntries write, IActorRef requester)
    {
        _gather.Clear();
        ulong mapped = 0;
        Errno errno = _faults.Strikes(FaultSite.IoTablePage)
            ? Errno.ENOMEM
            : _table.Map(
                write.Start, write.Range, write.FirstChunk, write.Chunks, write.Prot, _pool, _gather, out mapped);
        if (errno == Errno.None)
        {
            _surroundings.Work.Spend("iommu.map-chunk", write.Chunks);
            Context.System.EventStream.Publish(new Model.EntriesWritten(
                _domain, write.Start, mapped, write.Keeper, write.Range, write.FirstChunk, write.Chunks)
            {
                Prot = write.Prot,
            });
            PublishUnlinked(write.Start, mapped);
        }
        else if (_surroundings.Mutations.Has(Mutation.D1))
        {
            (errno, mapped) = (Errno.None, LengthOf(write));
        }

        requester.Tell(new IoPageTableProtocol.EntriesWritten(
            write.State, write.Chunks, mapped, _gather.FreedTables.ToArray(), errno));
    }

    private static ulong LengthOf(WriteEntries write)
    {
        ulong lengthBytes = 0;
        for (int chunk = 0; chunk < write.Chunks; chunk++)
        {
            lengthBytes += write.Range[write.FirstChunk + chunk].LengthBytes;
        }

        return lengthBytes;
    }

    private void OnClearEntries(ClearEntries clear)
    {
        _gather.Clear();
        Iova start = GranuleOf(clear.Start);
        ulong lengthBytes = GranuleBytes(clear.Start.Value, clear.LengthBytes);
        if (_surroundings.Mutations.Has(Mutation.M24) && lengthBytes > PageSize.Size4KiB.Bytes)
        {
            lengthBytes -= PageSize.Size4KiB.Bytes;
        }

        KeepForWalkers(start, lengthBytes);
        ulong unmapped = _table.Unmap(start, lengthBytes, _pool, _gather);
        _surroundings.Work.Spend("iommu.unmap-mib", (long)(unmapped >> 20));
        if (unmapped > 0)
        {
            Store(clear.Cpu, new Model.EntriesCleared(_domain, start, unmapped, _gather.FreedTables.Count));
            PublishUnlinked(start, unmapped);
        }

        Sender.Tell(new IoPageTableProtocol.EntriesCleared(clear.State, unmapped, _gather.FreedTables.ToArray()));
    }

    private void OnReleaseTables(ReleaseTables release)
    {
        foreach (FreedTable table in release.Tables.Span)
        {
            _pool.Add(table.Frame);
        }

        Context.System.EventStream.Publish(new TablesReleased(_domain, release.Tables));
    }

    private void PublishUnlinked(Iova start, ulong lengthBytes)
    {
        if (_gather.FreedTables.Count > 0)
        {
            Context.System.EventStream.Publish(new TablesUnlinked(
                _domain, new IovaRange(start, lengthBytes), _gather.FreedTables.ToArray()));
        }
    }

    private static Iova GranuleOf(Iova address) => new(address.Value & ~PageSize.Size4KiB.OffsetMask);

    /// <summary>Bytes of the whole granules around a part: entries know nothing smaller.</summary>
    private static ulong GranuleBytes(ulong start, ulong lengthBytes)
    {
        ulong mask = PageSize.Size4KiB.OffsetMask;
        return ((start + (lengthBytes - 1)) | mask) - (start & ~mask) + 1;
    }

    /// <summary>At most one new leaf table a chunk of up to 2 MiB, and the tables above.</summary>
    private static int TablesNeededMax(WriteEntries write)
    {
        int tables = IoLevel.Root;
        for (int i = 0; i < write.Chunks; i++)
        {
            tables += 1 + (int)(write.Range[write.FirstChunk + i].LengthBytes >> PageSize.Size2MiB.Log2);
        }

        return tables;
    }
}
