using static PhyrActors.Actors.IommuProtocol;

namespace PhyrActors.Actors;

/// <summary>One IOMMU unit: translates through IOTLB and table, and executes the invalidation queue one descriptor a
/// step.</summary>
/// <remarks>A walk reads one entry a message and then fills; an invalidation kills walks begun before it. The profile
/// is VT-d's. Source: VT-d specification, chapters 4 and 6.5.</remarks>
public sealed partial class Iommu : ReceiveActor
{
    private readonly IommuSettings _settings;
    private readonly ContextEntry[] _contexts;
    private readonly Surroundings _surroundings;
    private readonly Iotlb _iotlb;
    private readonly PagingStructureCache _tables = new();
    private readonly InFlight _inFlight = new();
    private readonly List<Walk?> _walks = [];
    private readonly Stack<int> _freeWalks = new();

    public Iommu(IommuSettings settings, IReadOnlyList<ContextEntry> contexts, Surroundings surroundings)
    {
        (_settings, _contexts, _surroundings) = (settings, [.. contexts], surroundings);
        _iotlb = new Iotlb(settings.IotlbEntries, settings.IotlbWays);
        Receive<Translate>(OnTranslate);
        Receive<IoPageTableProtocol.EntryRead>(OnEntryRead);
        Receive<Landed>(OnLanded);
        Receive<TailWritten>(OnTailWritten);
        Receive<ExecuteNext>(_ => OnExecuteNext());
    }

    private void OnTranslate(Translate request)
    {
        ContextEntry? context = ContextOf(request.Requester);
        if (context is null)
        {
            Context.System.EventStream.Publish(new AccessFaulted(-1, request.Iova, request.Write));
            Sender.Tell(new Faulted(request.Request));
            return;
        }

        ulong done = TranslateCached(request, context.Domain, 0, Sender);
        if (done < request.LengthBytes)
        {
            BeginWalk(new Walk(request, context, Sender) { DoneBytes = done });
        }
    }

    /// <summary>Sends on what the IOTLB translates; gives how far it came.</summary>
    private ulong TranslateCached(Translate request, int domain, ulong done, IActorRef fabric)
    {
        while (done < request.LengthBytes
            && _iotlb.TryLookup(domain, request.Iova + done, out TlbEntry entry)
            && IsAllowed(entry.Prot, request.Write))
        {
            done += Send(request, domain, done, entry, fromCache: true, fabric);
        }

        return done;
    }

    /// <summary>Sends one piece on: up to the end of the leaf.</summary>
    private ulong Send(Translate request, int domain, ulong done, in TlbEntry entry, bool fromCache, IActorRef fabric)
    {
        Iova at = request.Iova + done;
        ulong leafRest = entry.PageSize.Bytes - (at - entry.Iova);
        ulong lengthBytes = Math.Min(leafRest, request.LengthBytes - done);
        PhysAddr phys = entry.Translate(at);
        Context.System.EventStream.Publish(
            new AccessTranslated(domain, at, phys, lengthBytes, request.Write, fromCache));
        fabric.Tell(new Translated(request.Request, _inFlight.Enter(), domain, at, phys, lengthBytes));
        return lengthBytes;
    }

    private void BeginWalk(Walk walk)
    {
        if (!_freeWalks.TryPop(out int number))
        {
            number = _walks.Count;
            _walks.Add(null);
        }

        _walks[number] = walk;
        Restart(number, walk);
    }

    private void Restart(int number, Walk walk)
    {
        walk.Killed = false;
        if (_tables.TryLookup(walk.Domain, walk.At, out Pfn table, out int level))
        {
            (walk.Table, walk.Level) = (table, level);
        }
        else
        {
            (walk.Table, walk.Level) = (walk.Context.Root, IoLevel.Root);
        }

        AskForEntry(number, walk);
    }

    private static void AskForEntry(int number, Walk walk)
    {
        walk.Reads++;
        walk.Context.Table.Tell(new IoPageTableProtocol.ReadEntry(
            number, walk.Table, walk.Level, IoLevel.IndexOf(walk.At, walk.Level)));
    }

    private void OnEntryRead(IoPageTableProtocol.EntryRead read)
    {
        Walk walk = _walks[read.Walk]!;
        if (walk.Killed)
        {
            Restart(read.Walk, walk);
            return;
        }

        if (read.Entry.Kind == IoEntryKind.Table)
        {
            (walk.Table, walk.Level) = (read.Entry.Table, walk.Level - 1);
            _tables.Fill(walk.Domain, walk.At, walk.Level, walk.Table);
            AskForEntry(read.Walk, walk);
            return;
        }

        bool found = read.Entry.Kind == IoEntryKind.Leaf && IsAllowed(read.Entry.Prot, walk.Request.Write);
        Context.System.EventStream.Publish(new TableWalked(walk.Domain, walk.At, walk.Reads, found));
        EndWalk(read.Walk);
        if (!found)
        {
            Context.System.EventStream.Publish(new AccessFaulted(walk.Domain, walk.At, walk.Request.Write));
            walk.Fabric.Tell(new Faulted(walk.Request.Request));
            return;
        }

        _iotlb.Fill(walk.Domain, walk.At, read.Entry);
        SendRest(walk, read.Entry);
    }

    private void SendRest(Walk walk, in IoEntry leaf)
    {
        Iova page = new(walk.At.Value & ~leaf.PageSize.OffsetMask);
        TlbEntry entry = new(page, leaf.Phys, leaf.Prot, leaf.PageSize);
        ulong done = walk.DoneBytes;
        done += Send(walk.Request, walk.Domain, done, entry, fromCache: false, walk.Fabric);
        done = TranslateCached(walk.Request, walk.Domain, done, walk.Fabric);
        if (done < walk.Request.LengthBytes)
        {
            walk.DoneBytes = done;
            walk.Reads = 0;
            BeginWalk(walk);
        }
    }

    private void EndWalk(int number)
    {
        _walks[number] = null;
        _freeWalks.Push(number);
    }

    private ContextEntry? ContextOf(int requester)
    {
        foreach (ContextEntry entry in _contexts)
        {
            if (entry.Requester == requester)
            {
                return entry;
            }
        }

        return null;
    }

    private static bool IsAllowed(IoProt prot, bool write) => prot.HasFlag(write ? IoProt.Write : IoProt.Read);
}
