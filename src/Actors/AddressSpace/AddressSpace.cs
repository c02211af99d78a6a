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
    private readonly SharedToken _mmapLock = new();
    private readonly PteRun[] _read = new PteRun[RunsMax];
    private ulong _writeProtectSeq;
    private bool _hasPinned;

    public AddressSpace(
        int process, VmaTree vmas, ProcessPageTable pages, IActorRef folios, Surroundings surroundings)
    {
        (_process, _vmas, _pages) = (process, vmas, pages);
        (_folios, _surroundings) = (folios, surroundings);
        Receive<ReadPtes>(OnReadPtes);
        Receive<Recheck>(OnRecheck);
        Receive<CowResolved>(OnCowResolved);
        Receive<Fork>(OnFork);
        Receive<ContinueFork>(_ => CopyNextBatch());
        Receive<SequenceChange>(_ => _writeProtectSeq++);
        Receive<WriteProtection>(Land);
        Receive<FinishFork>(finish => OnFinishFork(finish.Errno));
        Receive<PagesCopied>(OnPagesCopied);
        Receive<MigrateAt>(OnMigrateAt);
        Receive<UnmapForMigration>(OnUnmapForMigration);
        Receive<RestoreMapping>(OnRestoreMapping);
        Receive<Exit>(OnExit);
        Receive<MappingsPut>(_ => PutNextMappings());
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
                BeginFork(fork);
                break;
            case Exit:
                PutNextMappings();
                break;
            default:
                throw new InvariantException($"{granted.Message} waits for no token of an address space.");
        }
    }

    private void OnReadPtes(ReadPtes batch)
    {
        // MMF_HAS_PINNED comes first: a fork that misses it must also miss the pins.
        _hasPinned = true;
        if (batch.Slow)
        {
            if (_mmapLock.TryRead(batch, Sender))
            {
                ReadSlow(batch);
            }

            return;
        }

        if (IsForking || CheckVma(batch, out ulong lengthBytes) != Errno.None)
        {
            Sender.Tell(new GupPinnerProtocol.BatchChecked(batch, default, 0, NeedsSlowPath: true));
            return;
        }

        int runs = ReadPinnable(batch, lengthBytes);
        if (runs == 0)
        {
            Sender.Tell(new GupPinnerProtocol.BatchChecked(batch, default, 0, NeedsSlowPath: true));
            return;
        }

        TakePins(batch, runs);
    }

    /// <summary>The slow path (mm/gup.c:__get_user_pages): faults in what the fast path declined.</summary>
    private void ReadSlow(ReadPtes batch)
    {
        Errno errno = CheckVma(batch, out ulong lengthBytes);
        if (errno != Errno.None)
        {
            RefuseSlow(batch, errno);
            return;
        }

        int runs = ReadPinnable(batch, lengthBytes);
        if (runs > 0)
        {
            TakePins(batch, runs);
            return;
        }

        if (!_pages.TryFindRun(batch.Start, out PteRun entry))
        {
            RefuseSlow(batch, Errno.EFAULT);
            return;
        }

        if (entry.Flags.HasFlag(PteFlags.Migration))
        {
            // migration_entry_wait drops the mmap lock and comes again when the entry is back.
            _mmapLock.ReleaseRead(Self);
            _migrationWaiters.Add((batch, Sender));
            return;
        }

        _folios.Tell(new FolioManagerProtocol.BreakCow(batch, entry, _process, Self), Sender);
    }

    private void RefuseSlow(ReadPtes batch, Errno errno)
    {
        _mmapLock.ReleaseRead(Self);
        Sender.Tell(new GupPinnerProtocol.BatchRefused(batch, errno));
    }

    private void TakePins(ReadPtes batch, int runs)
    {
        runs = _surroundings.Cut("pin.cut", runs);
        _surroundings.Work.Spend(batch.Slow ? "gup.slow-entry" : "gup.fast-entry", runs);
        PteRun[] entries = _read.AsSpan(0, runs).ToArray();
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
            _mmapLock.ReleaseRead(Self);
        }

        if (batch.Slow && check.Errno == Errno.ENOMEM && check.Taken.IsEmpty && unchanged > 0)
        {
            // The first page can never be had: to read it again would not end.
            Sender.Tell(new GupPinnerProtocol.BatchRefused(batch, check.Errno));
            return;
        }

        int compared = _surroundings.Mutations.Has(Mutation.M12) ? check.Taken.Length : unchanged;
        int good = forked ? 0 : Math.Min(compared, check.Taken.Length);
        if (good > 0)
        {
            Context.System.EventStream.Publish(
                new EntriesRechecked(_process, batch.Pin, check.Entries[..good], unchanged));
        }

        bool slowNext = forked || good < check.Entries.Length;
        Sender.Tell(new GupPinnerProtocol.BatchChecked(batch, check.Taken, good, slowNext));
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

    private void OnCowResolved(CowResolved resolved)
    {
        ReadPtes batch = resolved.Batch;
        PteRun entry = resolved.Entry;
        if (resolved.Errno != Errno.None)
        {
            RefuseSlow(batch, resolved.Errno);
            return;
        }

        bool copied = resolved.Frame != entry.Frame;
        bool unchanged = _pages.Read(entry.Start, entry.LengthBytes, _read) == 1 && _read[0] == entry;
        if (unchanged)
        {
            PteFlags flags = (entry.Flags & ~PteFlags.Huge) | PteFlags.AnonExclusive;
            flags |= batch.Flags.HasFlag(PinFlags.Write) ? PteFlags.Writable : PteFlags.None;
            _pages.Unmap(entry.Start, (ulong)entry.Pages);
            _pages.Map(entry.Start, resolved.Frame, (ulong)entry.Pages, flags);
            Context.System.EventStream.Publish(new CowBroken(_process, entry.Start, copied));
        }

        if (copied)
        {
            Pfn surplus = unchanged ? entry.Frame : resolved.Frame;
            _folios.Tell(new FolioManagerProtocol.PutMappings(new[] { entry with { Frame = surplus } }, Answer: false));
        }

        ReadSlow(batch);
    }

    /// <summary>Entries from the batch's start that may be pinned as they are. A page that others share too is not
    /// pinned for reading either: the next write would part the pin from it (gup_must_unshare).</summary>
    private int ReadPinnable(ReadPtes batch, ulong lengthBytes)
    {
        PteFlags needed = PteFlags.Present
            | (batch.Flags.HasFlag(PinFlags.Write) ? PteFlags.Writable : PteFlags.AnonExclusive);
        int read = _pages.Read(batch.Start, lengthBytes, _read);
        int fit = 0;
        while (fit < read && (_read[fit].Flags & needed) == needed)
        {
            fit++;
        }

        return fit;
    }

    private Errno CheckVma(ReadPtes batch, out ulong lengthBytes)
    {
        Vma? vma = _vmas.Find(batch.Start);
        lengthBytes = vma is null ? 0 : Math.Min(batch.LengthBytes, vma.End - batch.Start);
        return vma?.CheckPin(batch.Flags.HasFlag(PinFlags.Write)) ?? Errno.EFAULT;
    }
}
