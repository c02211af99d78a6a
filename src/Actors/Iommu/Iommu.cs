using static PhyrActors.Actors.IommuProtocol;

namespace PhyrActors.Actors;

/// <summary>One IOMMU unit: translates through IOTLB and table, and executes the invalidation queue one descriptor a
/// step.</summary>
/// <remarks>A walk reads one entry a message and then fills; an invalidation kills walks begun before it. The profile
/// is VT-d's. Source: VT-d specification, chapters 4 and 6.5.</remarks>
public sealed partial class Iommu : ReceiveActor
{
    private readonly IommuSettings _settings;
    private readonly Dictionary<int, ContextEntry> _contexts = [];
    private readonly Surroundings _surroundings;
    private readonly FaultPoints _faults;
    private readonly Iotlb _iotlb;
    private readonly PagingStructureCache _tables = new();
    private readonly InFlight _inFlight = new();
    private readonly List<Walk?> _walks = [];
    private readonly Stack<int> _freeWalks = new();

    public Iommu(IommuSettings settings, IReadOnlyList<ContextEntry> contexts, Surroundings surroundings)
    {
        (_settings, _surroundings, _faults) = (settings, surroundings, surroundings.FaultsOf(Context));
        foreach (ContextEntry entry in contexts)
        {
            _contexts.Add(entry.Requester, entry);
        }

        _iotlb = new Iotlb(settings.IotlbEntries, settings.IotlbWays);
        Receive<Translate>(OnTranslate);
        Receive<IoPageTableProtocol.EntryRead>(OnEntryRead);
        Receive<Landed>(OnLanded);
        Receive<TailWritten>(OnTailWritten);
        Receive<ExecuteNext>(_ => OnExecuteNext());
        Receive<CompleteLate>(_ => CompleteWaits());
        Receive<AtsInvalidated>(OnAtsInvalidated);
        Receive<AtsTimedOut>(OnAtsTimedOut);
        Receive<ClearFault>(OnClearFault);
        Receive<ReadHead>(_ => OnReadHead());
        Receive<WriteContext>(OnWriteContext);
    }

    private void OnTranslate(Translate request)
    {
        if (request.Ats)
        {
            _atsPorts[request.Requester] = Sender;
        }

        if (!_contexts.TryGetValue(request.Requester, out ContextEntry? context))
        {
            Fault(-1, request, request.Iova, Sender);
            return;
        }

        if (context.Passthrough)
        {
            SendAsItIs(request, context.Domain, Sender);
            return;
        }

        Go(request, context, 0, Sender);
    }

    /// <summary>Translates from a byte on: what is cached at once, the rest by a walk.</summary>
    private void Go(Translate request, ContextEntry context, ulong done, IActorRef fabric)
    {
        done = TranslateCached(request, context.Domain, done, fabric, out bool isAbsent);
        if (isAbsent)
        {
            Fault(context.Domain, request, request.Iova + done, fabric);
        }
        else if (done < request.LengthBytes)
        {
            BeginWalk(new Walk(request, context, fabric) { DoneBytes = done });
        }
    }

    private void SendAsItIs(Translate request, int domain, IActorRef fabric)
    {
        PhysAddr phys = new(request.Iova.Value);
        fabric.Tell(new Translated(
            request.Request, _inFlight.Enter(domain), domain, request.Iova, phys, request.LengthBytes));
    }

    private static void Fault(int domain, Translate request, Iova at, IActorRef fabric)
    {
        Context.System.EventStream.Publish(new AccessFaulted(domain, at, request.Write));
        fabric.Tell(new Faulted(request.Request));
    }

    /// <summary>Sends on what the IOTLB translates; gives how far it came.</summary>
    /// <param name="request">The request.</param>
    /// <param name="domain">Its domain.</param>
    /// <param name="done">Bytes that need nothing any more.</param>
    /// <param name="fabric">Where answers go.</param>
    /// <param name="isAbsent">The next byte's entry is cached as not present.</param>
    private ulong TranslateCached(
        Translate request, int domain, ulong done, IActorRef fabric, out bool isAbsent)
    {
        isAbsent = false;
        while (done < request.LengthBytes && _iotlb.TryLookup(domain, request.Iova + done, out TlbEntry entry))
        {
            isAbsent = entry.Prot == IoProt.None;
            if (!IsAllowed(entry.Prot, request.Write))
            {
                break;
            }

            done += Send(request, domain, done, entry, fromCache: true, fabric);
        }

        return done;
    }

    /// <summary>Sends one piece on: up to the end of the leaf.</summary>
    private ulong Send(Translate request, int domain, ulong done, in TlbEntry entry, bool fromCache, IActorRef fabric)
    {
        if (request.Ats)
        {
            fabric.Tell(new AtsTranslated(request.Request, domain, entry));
            return request.LengthBytes - done;
        }

        Iova at = request.Iova + done;
        ulong leafRest = entry.PageSize.Bytes - (at - entry.Iova);
        ulong lengthBytes = Math.Min(leafRest, request.LengthBytes - done);
        PhysAddr phys = entry.Translate(at);
        Context.System.EventStream.Publish(
            new AccessTranslated(domain, at, phys, lengthBytes, request.Write, fromCache));
        fabric.Tell(new Translated(request.Request, _inFlight.Enter(domain), domain, at, phys, lengthBytes));
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
        if (!_contexts.TryGetValue(walk.Request.Requester, out ContextEntry? context) || context.Passthrough)
        {
            EndWalk(number);
            Fault(walk.Domain, walk.Request, walk.At, walk.Fabric);
            return;
        }

        walk.Context = context;
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
            KeepAbsent(walk, read.Entry);
            Fault(walk.Domain, walk.Request, walk.At, walk.Fabric);
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
        if (done < walk.Request.LengthBytes)
        {
            Go(walk.Request, walk.Context, done, walk.Fabric);
        }
    }

    /// <summary>Caching mode: that there is no entry is remembered until an invalidation of its page.</summary>
    private void KeepAbsent(Walk walk, in IoEntry entry)
    {
        if (_settings.CachesNotPresent && entry.Kind == IoEntryKind.None)
        {
            _iotlb.Fill(walk.Domain, walk.At, IoEntry.Map(default, IoProt.None, PageSize.Size4KiB));
        }
    }

    /// <summary>Walks of the device begin anew with what its entry says now.</summary>
    private void OnWriteContext(WriteContext write)
    {
        _contexts.Remove(write.Requester);
        if (write.Entry is { } entry)
        {
            _contexts.Add(write.Requester, entry);
        }

        foreach (Walk? walk in _walks)
        {
            if (walk is not null && walk.Request.Requester == write.Requester)
            {
                walk.Killed = true;
            }
        }

        Sender.Tell(new ContextWritten(write.Requester));
    }

    private void EndWalk(int number)
    {
        _walks[number] = null;
        _freeWalks.Push(number);
    }

    private static bool IsAllowed(IoProt prot, bool write) => prot.HasFlag(write ? IoProt.Write : IoProt.Read);
}
