using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>One process's memory: its VMAs and page table, its mmap lock and its write_protect_seq.</summary>
/// <remarks>GUP-fast reads are never deferred; the slow path, fork and exit take the mmap lock token. Sources:
/// mm/gup.c, mm/memory.c, kernel/fork.c, v6.16.</remarks>
public sealed partial class AddressSpace : ReceiveActor
{
    /// <summary>Runs of entries that one batch of a pin can have: one a page.</summary>
    private const int RunsMax = 512;

    private readonly int _process;
    private readonly VmaTree _vmas;
    private readonly ProcessPageTable _pages;
    private readonly IActorRef _folios;
    private readonly Surroundings _surroundings;
    private readonly SharedToken _mmapLock;
    private readonly PteRun[] _read = new PteRun[RunsMax];
    private ulong _writeProtectSeq;
    private bool _hasPinned;

    public AddressSpace(
        int process, VmaTree vmas, ProcessPageTable pages, IActorRef folios, Surroundings surroundings)
    {
        (_process, _vmas, _pages) = (process, vmas, pages);
        (_folios, _surroundings) = (folios, surroundings);
        _mmapLock = new SharedToken($"mmap_lock of process {process}", process, Context.System.EventStream);
        Receive<ReadPtes>(OnReadPtes);
        Receive<Recheck>(OnRecheck);
        Receive<CowResolved>(OnCowResolved);
        Receive<FaultedIn>(OnFaultedIn);
        Receive<FileFaulted>(OnFileFaulted);
        Receive<WalkFile>(OnWalkFile);
        Receive<MappingsSet>(OnMappingsSet);
        Receive<Populate>(OnPopulate);
        Receive<Fork>(OnFork);
        Receive<ContinueFork>(_ => CopyNextBatch());
        Receive<SequenceChange>(_ => _writeProtectSeq++);
        Receive<WriteProtection>(Land);
        Receive<FinishFork>(finish => OnFinishFork(finish.Errno));
        Receive<PagesCopied>(OnPagesCopied);
        Receive<MigrateAt>(OnMigrateAt);
        Receive<UnmapForMigration>(OnUnmapForMigration);
        Receive<RestoreMapping>(OnRestoreMapping);
        Receive<UnmapEverywhere>(OnUnmapEverywhere);
        Receive<FolioManagerProtocol.UnmappedEverywhere>(OnFoundInChild);
        Receive<Terminated>(gone => OnChildGone(gone.ActorRef));
        Receive<OperateAt>(OnOperateAt);
        Receive<Zap>(OnZap);
        Receive<ContinueZap>(next => ZapNext(next.Zap));
        Receive<Mmap>(OnMmap);
        Receive<Mremap>(OnMremap);
        Receive<ContinueMremap>(_ => MoveNext());
        Receive<MappingsMoved>(_ => MoveNext());
        Receive<UserfaultMove>(OnUserfaultMove);
        Receive<MoveDecided>(OnMoveDecided);
        Receive<HintNuma>(OnHintNuma);
        Receive<HintDecided>(OnHintDecided);
        Receive<Merge>(OnMerge);
        Receive<Collapse>(OnCollapse);
        Receive<CopiedToOne>(OnCopiedToOne);
        Receive<ShareDecided>(OnShareDecided);
        Receive<Exec>(OnExec);
        Receive<Exit>(OnExit);
        Receive<MappingsPut>(OnMappingsPut);
        Receive<MmuNotifierProtocol.Insert>(OnInsert);
        Receive<MmuNotifierProtocol.Remove>(OnRemove);
        Receive<MmuNotifierProtocol.ReadBegin>(OnReadBegin);
        Receive<MmuNotifierProtocol.RangeFault>(OnRangeFault);
        Receive<MmuNotifierProtocol.Invalidated>(OnInvalidated);
        Receive<MirrorsForgot>(forgot => GoOn(forgot.Next, forgot.Invalidation, forgot.IsDone));
        Receive<Granted>(OnGranted);
    }

    /// <summary>Whether write_protect_seq is odd, for whom it may concern.</summary>
    private bool IsForking => (_writeProtectSeq & 1) != 0 && !_surroundings.Mutations.Has(Mutation.M11);

    private void OnGranted(Granted granted)
    {
        switch (granted.Message)
        {
            case ReadPtes batch:
                ReadSlow(batch);
                break;
            case Fork fork:
                BeginFork(fork, holdsLock: true);
                break;
            case Zap zap:
                BeginZap(zap);
                break;
            case Mmap mmap:
                Map(mmap);
                break;
            case Mremap move:
                BeginMremap(move);
                break;
            case UserfaultMove move:
                BeginUserfaultMove(move);
                break;
            case Merge merge:
                BeginMerge(merge);
                break;
            case Collapse collapse:
                BeginCollapse(collapse);
                break;
            case WalkFile walk:
                Walk(walk);
                break;
            case Exec exec:
                BeginExec(exec);
                break;
            case Exit exit:
                BeginExit(exit);
                break;
            default:
                throw new InvariantException($"{granted.Message} waits for no token of an address space.");
        }
    }

    private void OnReadPtes(ReadPtes batch)
    {
        if (IsReleased(batch))
        {
            Sender.Tell(RefusalOf(batch, Errno.EINVAL));
            return;
        }

        // MMF_HAS_PINNED comes first: a fork that misses it must also miss the pins.
        _hasPinned |= (batch.Flags & (FollFlags.Get | FollFlags.MadvPopulate)) == FollFlags.None;
        if (batch.Slow)
        {
            if (_mmapLock.TryRead(batch, Sender))
            {
                ReadSlow(batch);
            }

            return;
        }

        int runs = IsForking ? 0 : ReadFast(batch);
        if (runs == 0)
        {
            Sender.Tell(new GupPinnerProtocol.BatchChecked(batch, default, 0, NeedsSlowPath: true));
            return;
        }

        TakePins(batch, runs);
    }

    private void TakePins(ReadPtes batch, int runs)
    {
        runs = _surroundings.Cut("pin.cut", runs);
        _surroundings.Work.Spend(batch.Slow ? "gup.slow-entry" : "gup.fast-entry", runs);
        PteRun[] entries = GC.AllocateUninitializedArray<PteRun>(runs);
        _read.AsSpan(0, runs).CopyTo(entries);
        _folios.Tell(new FolioManagerProtocol.TakePins(batch, _writeProtectSeq, entries, Self), Sender);
    }

    private void OnRecheck(Recheck check)
    {
        ReadPtes batch = check.Batch;
        _surroundings.Work.Spend("gup.recheck-entry", check.Entries.Length);
        int unchanged = CountUnchanged(check.Entries.Span);
        bool forked = !batch.Slow
            && _writeProtectSeq != check.WriteProtectSeq
            && !_surroundings.Mutations.Has(Mutation.M11);
        if (batch.Slow)
        {
            _mmapLock.Release(batch, Self);
        }

        if (batch.Slow && check.Errno is (Errno.ENOMEM or Errno.EREMOTEIO) && check.Taken.IsEmpty && unchanged > 0)
        {
            // The first page can never be had: to read it again would not end.
            Sender.Tell(new GupPinnerProtocol.BatchRefused(batch, check.Errno));
            return;
        }

        int compared = _surroundings.Mutations.Has(Mutation.M12) ? check.Taken.Length : unchanged;
        int good = forked ? 0 : Math.Min(compared, check.Taken.Length);
        if (good > 0 && !batch.Flags.HasFlag(FollFlags.Get) && !check.NeedsMigration)
        {
            bool write = batch.Flags.HasFlag(FollFlags.Write);
            Context.System.EventStream.Publish(
                new EntriesRechecked(_process, batch.Pin, check.Entries[..good], unchanged, write)
                {
                    Longterm = batch.Flags.HasFlag(FollFlags.Longterm),
                });
        }

        bool slowNext = forked || good < check.Entries.Length;
        Sender.Tell(new GupPinnerProtocol.BatchChecked(batch, check.Taken, good, slowNext)
        {
            NeedsMigration = check.NeedsMigration,
        });
    }

    private int CountUnchanged(ReadOnlySpan<PteRun> entries)
    {
        PteRun last = entries[^1];
        int now = _pages.Read(entries[0].Start, last.End - entries[0].Start, _read);
        int same = 0;
        while (same < entries.Length && same < now && entries[same] == _read[same])
        {
            same++;
        }

        return same;
    }

    /// <summary>Entries from the batch's start that the fast path may try: the page table alone says so, whatever the
    /// VMAs allow (gup_fast_pte_range).</summary>
    private int ReadFast(ReadPtes batch)
    {
        int read = _pages.Read(batch.Start, batch.LengthBytes, _read);
        int fit = 0;
        while (fit < read && GupRules.IsFastEntry(_read[fit].Flags, batch.Flags))
        {
            fit++;
        }

        return fit;
    }

    /// <summary>Entries from the batch's start that may be pinned as they are, by the slow path.</summary>
    private int ReadPinnable(ReadPtes batch, FollFlags flags, Vma vma, ulong lengthBytes)
    {
        PteFlags needed = GupRules.NeededEntry(vma.Flags, flags);
        int read = _pages.Read(batch.Start, lengthBytes, _read);
        int fit = 0;
        PteFlags neededOfFile = GupRules.NeededFileEntry(vma.Flags, flags);
        bool protNoneAllowed = batch.Notifier == 0 && GupRules.IsProtNoneAllowed(flags);
        while (fit < read && IsPinnable(
            _read[fit].Flags,
            _read[fit].Flags.HasFlag(PteFlags.File) ? neededOfFile : needed,
            GupRules.IsZeroPageAllowed(flags),
            protNoneAllowed))
        {
            fit++;
        }

        return fit;
    }

    private static bool IsPinnable(PteFlags entry, PteFlags needed, bool zeroPageAllowed, bool protNoneAllowed) =>
        (protNoneAllowed || !entry.HasFlag(PteFlags.ProtNone))
        && (entry.HasFlag(PteFlags.Special) ? zeroPageAllowed : (entry & needed) == needed);

    private Errno CheckVma(ReadPtes batch, out Vma? vma, out ulong lengthBytes)
    {
        vma = _vmas.Find(batch.Start);
        lengthBytes = vma is null ? 0 : Math.Min(batch.LengthBytes, vma.End - batch.Start);
        return vma is null ? Errno.EFAULT : GupRules.CheckVma(
            _surroundings.Mutations.Has(Mutation.B40) ? vma.Flags & ~VmaFlags.TracksDirty : vma.Flags,
            batch.Flags);
    }
}
