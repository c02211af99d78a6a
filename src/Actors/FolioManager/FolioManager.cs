using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Owns the folios and the buddy allocator: the only one that changes a reference, pin or map count.</summary>
/// <remarks>Frames that change hands are handed over in <see cref="PhysicalMemory"/>, and answered, before their new
/// owner hears of them. Sources: mm/gup.c, include/linux/mm.h, mm/migrate.c, v6.16.</remarks>
public sealed partial class FolioManager : ReceiveActor
{
    private readonly FolioTable _folios;
    private readonly IActorRef _memory;
    private readonly Surroundings _surroundings;
    private readonly FaultPoints _faults;
    private readonly Dictionary<long, Handover> _handovers = [];
    private long _tickets;

    /// <param name="folios">The folios.</param>
    /// <param name="memory">Where frames change hands.</param>
    /// <param name="surroundings">Choices, work, mutations.</param>
    /// <param name="files">The files; null for none.</param>
    public FolioManager(
        FolioTable folios, IActorRef memory, Surroundings surroundings, PageCache? files = null)
    {
        (_folios, _memory, _surroundings) = (folios, memory, surroundings);
        _faults = surroundings.FaultsOf(Context);
        (_files, _locks) = (files ?? new PageCache(), new FolioLocks(Context.System.EventStream));
        _layoutWaiters = new LayoutWaiters(Context.System.EventStream, IsIdle);
        _folios.CountsZeroPage = surroundings.Mutations.Has(Mutation.B47);
        Receive<TakePins>(OnTakePins);
        Receive<TakeFolios>(OnTakeFolios);
        Receive<AddPins>(OnAddPins);
        Receive<DropPins>(OnDropPins);
        Receive<ReleasePins>(OnReleasePins);
        Receive<ReleasePages>(OnReleasePages);
        Receive<SetDirty>(OnSetDirty);
        Receive<BreakCow>(OnBreakCow);
        Receive<CopyPages>(OnCopyPages);
        Receive<PutMappings>(OnPutMappings);
        Receive<FaultAnon>(OnFaultAnon);
        Receive<FaultFile>(OnFaultFile);
        Receive<CacheFolio>(OnCacheFolio);
        Receive<SetMappings>(OnSetMappings);
        Receive<Granted>(OnGranted);
        Receive<Truncate>(OnTruncate);
        Receive<Truncated>(OnCut);
        Receive<PunchHole>(OnPunchHole);
        Receive<WriteBack>(OnWriteBack);
        Receive<EndWriteback>(OnEndWriteback);
        Receive<AddDisk>(add => _disk = add.Disk);
        Receive<BlockDriverProtocol.Written>(OnWritten);
        Receive<RemovePages>(RemoveNext);
        Receive<FileWalked>(OnFileWalked);
        Receive<TryShare>(OnTryShare);
        Receive<MoveMappings>(OnMoveMappings);
        Receive<TryMove>(OnTryMove);
        Receive<CheckHint>(OnCheckHint);
        Receive<CopyToOne>(OnCopyToOne);
        Receive<HoldBack>(OnHoldBack);
        Receive<ShareMapping>(OnShareMapping);
        Receive<MigrateUnpinnable>(OnMigrateUnpinnable);
        Receive<DrainLru>(drain => OnDrainLru(drain.Batch));
        Receive<UnpinCollected>(unpin => OnUnpinCollected(unpin.Batch));
        Receive<Evacuate>(OnEvacuate);
        Receive<ContinueJob>(next => RunJob(next.Job));
        Receive<OperateOn>(OnOperateOn);
        Receive<UnmappedEverywhere>(OnUnmappedEverywhere);
        Receive<RestoreEverywhere>(OnRestoreEverywhere);
        Receive<OperateAgain>(again => Begin(again.Moving));
        Receive<MigrateFolio>(OnMigrateFolio);
        Receive<UnmappedForMigration>(OnUnmappedForMigration);
        Receive<MappingRestored>(OnMappingRestored);
        Receive<LendFrames>(OnLendFrames);
        Receive<PhysicalMemoryProtocol.HandedOver>(OnHandedOver);
    }

    private void OnTakePins(TakePins take)
    {
        ReadOnlySpan<PteRun> entries = take.Entries.Span;
        if (_faults.Strikes(FaultSite.MemoryFailed))
        {
            Begin(new Moving(entries[0].Frame, RmapOperation.Fail, take.AddressSpace, ActorRefs.Nobody)
            {
                IsOperation = true,
            });
        }

        PinnedRun[] taken = GC.AllocateUninitializedArray<PinnedRun>(entries.Length);
        int count = 0;
        bool needsMigration = false;
        Errno errno = Errno.None;
        while (count < entries.Length)
        {
            PteRun entry = entries[count];
            errno = TryGrab(entry, take.Batch, out Folio folio);
            if (errno != Errno.None)
            {
                break;
            }

            needsMigration |= IsUnpinnable(folio, take.Batch);
            taken[count++] = new PinnedRun(entry.Frame, entry.Pages, folio.Block);
        }

        _surroundings.Work.Spend("folio.pin", count);
        ReadOnlyMemory<PinnedRun> runs = taken.AsMemory(0, count);
        if (count > 0)
        {
            Context.System.EventStream.Publish(new FramesPinned(take.Batch.Pin, runs));
        }

        take.AddressSpace.Tell(
            new AddressSpaceProtocol.Recheck(take.Batch, take.WriteProtectSeq, take.Entries, runs, errno)
            {
                NeedsMigration = needsMigration && !_surroundings.Mutations.Has(Mutation.M27),
            },
            Sender);
    }

    /// <summary>try_grab_folio_fast, and what the slow path does instead: the fast one backs off from a folio that may
    /// not be pinned for long, the slow one pins it and has it moved afterwards.</summary>
    private Errno TryPin(PteRun entry, long pin, out Folio folio)
    {
        if (_folios.ZeroPage != entry.Frame)
        {
            return _folios.TryPin(entry.Frame, entry.Pages, out folio);
        }

        _folios.TryFind(entry.Frame, out Folio before);
        Errno errno = _folios.TryPin(entry.Frame, entry.Pages, out folio);
        if (errno == Errno.None)
        {
            Context.System.EventStream.Publish(
                new ZeroPagePinned(pin, entry.Frame, before.RefCount, folio.RefCount));
        }

        return errno;
    }

    private Errno TryGrab(PteRun entry, AddressSpaceProtocol.ReadPtes batch, out Folio folio)
    {
        if (batch.Flags.HasFlag(FollFlags.Get))
        {
            Errno refused = _folios.TryGet(entry.Frame, entry.Pages);
            _folios.TryFind(entry.Frame, out folio);
            if (refused == Errno.None && !batch.Slow && !IsFastAllowed(folio, batch.Flags))
            {
                _folios.Put(entry.Frame, entry.Pages);
                refused = Errno.EAGAIN;
            }

            return refused;
        }

        Errno errno = TryPin(entry, batch.Pin, out folio);
        if (errno != Errno.None)
        {
            return errno;
        }

        errno = GupRules.CheckZone(folio.Zone, batch.Flags);
        if (errno == Errno.None && !batch.Slow && IsLeftToSlowPath(folio, batch))
        {
            errno = Errno.EAGAIN;
        }

        if (errno != Errno.None)
        {
            _folios.Unpin(entry.Frame, entry.Pages);
            return errno;
        }

        if (IsUnpinnable(folio, batch))
        {
            Context.System.EventStream.Publish(new UnpinnableFramesPinned(batch.Pin, entry.Frame, folio.Zone));
        }

        return Errno.None;
    }

    private bool IsLeftToSlowPath(in Folio folio, AddressSpaceProtocol.ReadPtes batch) =>
        (IsUnpinnable(folio, batch) && !_surroundings.Mutations.Has(Mutation.M27))
        || !IsFastAllowed(folio, batch.Flags);

    /// <summary>gup_fast_folio_allowed, which kernels before 6.5 did not ask.</summary>
    private bool IsFastAllowed(in Folio folio, FollFlags flags)
    {
        if (folio.Has(FolioFlags.Anon) || _surroundings.Mutations.Has(Mutation.B40))
        {
            return true;
        }

        CachedFile? file = _files.TryFindPlace(folio.Head, out FilePage page) ? _files.Find(page.File) : null;
        return GupRules.IsFastAllowed(folio, file, flags);
    }

    private static bool IsUnpinnable(in Folio folio, AddressSpaceProtocol.ReadPtes batch) =>
        batch.Flags.HasFlag(FollFlags.Longterm) && !folio.IsLongtermPinnable;

    private void OnDropPins(DropPins drop)
    {
        DropAll(drop.Pin, drop.Runs, drop.IsGet);
        Sender.Tell(new PinsDropped(drop.Pin));
    }

    private void DropAll(long pin, ReadOnlyMemory<PinnedRun> runs, bool isGet)
    {
        foreach (PinnedRun run in runs.Span)
        {
            Unpin(pin, run.Frame, run.Pages, isGet);
        }

        _layoutWaiters.Wake(Self);
        _surroundings.Work.Spend("folio.unpin", runs.Length);
        Context.System.EventStream.Publish(new FramesDropped(pin, runs));
    }

    private void OnReleasePins(ReleasePins release)
    {
        FolioFlags set = release.Dirty ? FolioFlags.Dirty : FolioFlags.None;
        RangeCpuCursor chunks = release.Range.From(release.FirstChunk);
        for (int left = release.Chunks; left > 0 && chunks.MoveNext(); left--)
        {
            Pfn first = Pfn.Of(chunks.Current.Start);
            int pages = (int)(Pfn.Of(chunks.Current.Last).Value - first.Value) + 1;
            if (release.Dirty)
            {
                JudgePrepared(release.Pin, first);
            }

            Unpin(release.Pin, first, pages, release.IsGet, set);
        }

        _layoutWaiters.Wake(Self);
        _surroundings.Work.Spend("folio.unpin", release.Chunks);
        Context.System.EventStream.Publish(new FramesUnpinned(
            release.Pin, release.Range, release.FirstChunk, release.Chunks, release.Dirty));
        Sender.Tell(new PinsReleased(release.Pin, release.FirstChunk, release.Chunks));
    }

    private void OnReleasePages(ReleasePages release)
    {
        FolioFlags set = release.Dirty ? FolioFlags.Dirty : FolioFlags.None;
        RangeCpuBuilder range = new();
        foreach (Pfn? page in release.Pages.Span)
        {
            if (page is { } frame)
            {
                if (release.Dirty)
                {
                    JudgePrepared(release.Pin, frame);
                }

                Unpin(release.Pin, frame, 1, release.IsGet, set);
                range.AppendRun(frame, 1);
            }
        }

        _layoutWaiters.Wake(Self);
        _surroundings.Work.Spend("folio.unpin", release.Pages.Length);
        if (range.LengthBytes > 0)
        {
            RangeCpu pages = range.Build();
            Context.System.EventStream.Publish(
                new FramesUnpinned(release.Pin, pages, 0, pages.ChunkCount, release.Dirty));
        }

        Sender.Tell(new PagesReleased(release.Pin));
    }

    private void Unpin(long pin, Pfn frame, int pages, bool isGet, FolioFlags set = FolioFlags.None)
    {
        FolioRelease released = isGet ? _folios.Put(frame, pages, set) : _folios.Unpin(frame, pages, set);
        if (released is FolioRelease.Underflow or FolioRelease.Absent)
        {
            Context.System.EventStream.Publish(new UnpinUnderflowed(pin, frame, released));
        }
    }

    private void OnPutMappings(PutMappings put)
    {
        foreach (PteRun entry in put.Entries.Span)
        {
            if (_folios.Unmap(entry.Frame) is FolioRelease.Underflow or FolioRelease.Absent)
            {
                throw new InvariantException($"A mapping of {entry.Frame} was given back that nobody had.");
            }
        }

        foreach (PteRun parted in put.Parted.Span)
        {
            _folios.TryFind(parted.Frame, out Folio folio);
            _folios.TryMap(parted.Frame, folio.Owner, folio.MappedAt);
        }

        _surroundings.Work.Spend("folio.unmap", put.Entries.Length);
        if (put.Answer)
        {
            Sender.Tell(new AddressSpaceProtocol.MappingsPut { Zap = put.Zap });
        }
    }

    private void OnLendFrames(LendFrames lend)
    {
        List<Pfn> lent = [];
        List<FrameBlock> blocks = [];
        while (lent.Count < lend.Count
            && _folios.TryAllocate(0, MemoryZone.Normal, out Folio folio) == Errno.None)
        {
            lent.Add(folio.Head);
            blocks.Add(folio.Block);
            Context.System.EventStream.Publish(new KernelFrameTaken(folio.Head));
        }

        HandOver(blocks, Sender, new FramesLent(lent.ToArray()), Sender);
    }

    /// <summary>Has the blocks handed over, and then sends the answer.</summary>
    private void HandOver(List<FrameBlock> blocks, IActorRef to, object answer, IActorRef inNameOf)
    {
        if (blocks.Count == 0)
        {
            to.Tell(answer, inNameOf);
            return;
        }

        long ticket = ++_tickets;
        _handovers.Add(ticket, new Handover(to, answer, inNameOf));
        _memory.Tell(new PhysicalMemoryProtocol.HandOver(ticket, blocks.ToArray()));
    }

    private void OnHandedOver(PhysicalMemoryProtocol.HandedOver handed)
    {
        if (!_handovers.Remove(handed.Ticket, out Handover handover))
        {
            throw new InvariantException($"Hand-over {handed.Ticket} was answered twice.");
        }

        handover.To.Tell(handover.Answer, handover.InNameOf);
    }

    private readonly record struct Handover(IActorRef To, object Answer, IActorRef InNameOf);
}
