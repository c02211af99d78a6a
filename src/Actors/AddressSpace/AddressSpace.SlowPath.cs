using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>The slow path (mm/gup.c:__get_user_pages): faults in what the fast path declined, under the mmap
/// lock.</summary>
public sealed partial class AddressSpace
{
    private void ReadSlow(ReadPtes batch) => ReadSlow(batch, batch.Flags);

    /// <param name="batch">The batch.</param>
    /// <param name="flags">What entries are asked for: less than the batch's own after a fault in the kernel before
    /// 19be0eaffa3a.</param>
    private void ReadSlow(ReadPtes batch, FollFlags flags)
    {
        Errno errno = CheckVma(batch, out Vma? vma, out ulong lengthBytes);
        if (errno != Errno.None)
        {
            RefuseSlow(batch, errno);
            return;
        }

        int runs = ReadPinnable(batch, flags, vma!, lengthBytes);
        if (runs > 0)
        {
            SplitIfAsked(batch, runs);
            TakeSlow(batch, runs);
            return;
        }

        bool isMapped = _pages.TryFindRun(batch.Start, out PteRun entry);
        bool isHeld = isMapped && (entry.Flags & (PteFlags.Poison | PteFlags.Migration)) != PteFlags.None;
        bool isOfFile = vma!.File is not null && (!isMapped || entry.Flags.HasFlag(PteFlags.File));
        bool needsCopy = isMapped && isOfFile && !vma.Flags.HasFlag(VmaFlags.Shared);
        if (isMapped && entry.Flags.HasFlag(PteFlags.Present | PteFlags.ProtNone))
        {
            FaultNuma(batch, entry, vma!);
        }
        else if (isOfFile && !needsCopy && !isHeld)
        {
            FaultFile(batch, flags, vma, isMapped ? entry.Frame : null);
        }
        else if (!isMapped || (entry.Flags & (PteFlags.Swap | PteFlags.Special)) != PteFlags.None)
        {
            bool zeroPageWillDo = GupRules.IsZeroPageAllowed(flags);
            _folios.Tell(
                new FolioManagerProtocol.FaultAnon(batch, batch.Start, _process, zeroPageWillDo, Self), Sender);
        }
        else if (entry.Flags.HasFlag(PteFlags.Poison))
        {
            RefuseSlow(batch, Errno.EFAULT);
        }
        else if (entry.Flags.HasFlag(PteFlags.Migration))
        {
            // migration_entry_wait drops the mmap lock and comes again when the entry is back.
            _mmapLock.Release(batch, Self);
            _migrationWaiters.Add((batch, Sender));
        }
        else
        {
            _folios.Tell(new FolioManagerProtocol.BreakCow(batch, entry, _process, Self), Sender);
        }
    }

    private void TakeSlow(ReadPtes batch, int runs)
    {
        if (batch.Flags.HasFlag(FollFlags.MadvPopulate))
        {
            _mmapLock.Release(batch, Self);
            Sender.Tell(new Populated(batch.Start, Errno.None));
            return;
        }

        if (batch.Notifier > 0)
        {
            _mmapLock.Release(batch, Self);
            Sender.Tell(EntriesFor(batch, runs));
            return;
        }

        TakePins(batch, runs);
    }

    private void SplitIfAsked(ReadPtes batch, int runs)
    {
        if (!batch.Flags.HasFlag(FollFlags.SplitPmd))
        {
            return;
        }

        foreach (PteRun run in _read.AsSpan(0, runs))
        {
            if (run.Flags.HasFlag(PteFlags.Huge) && _pages.SplitPmd(run.Start) == Errno.None)
            {
                Context.System.EventStream.Publish(new PmdSplit(_process, run.Start));
            }
        }

        _pages.Read(batch.Start, batch.LengthBytes, _read);
    }

    private void RefuseSlow(ReadPtes batch, Errno errno)
    {
        _mmapLock.Release(batch, Self);
        Sender.Tell(RefusalOf(batch, errno));
    }

    private static object RefusalOf(ReadPtes batch, Errno errno) =>
        batch.Flags.HasFlag(FollFlags.MadvPopulate) ? new Populated(batch.Start, errno)
        : batch.Notifier > 0 ? new MmuNotifierProtocol.RangeFaulted(batch.Pin, default, errno)
        : new GupPinnerProtocol.BatchRefused(batch, errno);

    private void OnPopulate(Populate populate)
    {
        VirtAddr page = new(populate.At.Value & ~PageSize.Size4KiB.OffsetMask);
        FollFlags flags = FollFlags.MadvPopulate | (populate.Write ? FollFlags.Write : FollFlags.None);
        ReadPtes fault = new(-1, page, PageSize.Size4KiB.Bytes, flags, Slow: true);
        if (_mmapLock.TryRead(fault, Sender))
        {
            ReadSlow(fault);
        }
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

        if (resolved.Frame == entry.Frame)
        {
            if (IsAsItWas(entry))
            {
                MakeOwn(batch, entry, resolved.Frame);
                Context.System.EventStream.Publish(new CowBroken(_process, entry.Start, Copied: false));
            }

            ReadAgain(batch);
            return;
        }

        Invalidate(new VirtRange(entry.Start, entry.End), resolved);
    }

    /// <summary>wp_page_copy: whoever mirrors the page that is replaced has forgotten it.</summary>
    private void ReplaceCopied(CowResolved resolved, long invalidation)
    {
        PteRun entry = resolved.Entry;
        bool unchanged = IsAsItWas(entry);
        if (unchanged)
        {
            MakeOwn(resolved.Batch, entry, resolved.Frame);
            Context.System.EventStream.Publish(new CowBroken(_process, entry.Start, Copied: true));
        }

        EndInvalidation(invalidation);
        Pfn surplus = unchanged ? entry.Frame : resolved.Frame;
        _folios.Tell(new FolioManagerProtocol.PutMappings(new[] { entry with { Frame = surplus } }, Answer: false));
        ReadAgain(resolved.Batch);
    }

    private bool IsAsItWas(PteRun entry) =>
        _pages.Read(entry.Start, entry.LengthBytes, _read) == 1 && _read[0] == entry;

    private void MakeOwn(ReadPtes batch, PteRun entry, Pfn frame)
    {
        bool staysShared = _surroundings.Mutations.Has(Mutation.B39) && !batch.Flags.HasFlag(FollFlags.Write);
        PteFlags exclusive = staysShared && frame == entry.Frame ? PteFlags.None : PteFlags.AnonExclusive;
        PteFlags flags = (entry.Flags & ~(PteFlags.Huge | PteFlags.File)) | exclusive;
        bool writes = batch.Flags.HasFlag(FollFlags.Write)
            && (_vmas.Find(entry.Start)?.Flags.HasFlag(VmaFlags.Write) ?? false);
        flags |= writes ? PteFlags.Writable : PteFlags.None;
        _pages.Unmap(entry.Start, (ulong)entry.Pages);
        _pages.Map(entry.Start, frame, (ulong)entry.Pages, flags);
        if (frame != entry.Frame)
        {
            Context.System.EventStream.Publish(new EntryReplaced(_process, entry, frame) { IsCopy = true });
        }
    }

    private void OnFaultedIn(FaultedIn fault)
    {
        if (fault.Errno != Errno.None)
        {
            RefuseSlow(fault.Batch, fault.Errno);
            return;
        }

        // The zero page may be mirrored; what is absent is not.
        bool isZeroPage = _pages.TryFindRun(fault.At, out PteRun entry) && entry.Flags.HasFlag(PteFlags.Special);
        Invalidate(isZeroPage ? new VirtRange(entry.Start, entry.End) : default, fault);
    }

    private void MapFaultedIn(FaultedIn fault, long invalidation)
    {
        bool isMapped = _pages.TryFindRun(fault.At, out PteRun entry);
        bool isAbsent = !isMapped || (entry.Flags & (PteFlags.Swap | PteFlags.Special)) != PteFlags.None;
        Vma? vma = _vmas.Find(fault.At);
        if (isAbsent && vma is not null)
        {
            if (isMapped)
            {
                _pages.Unmap(fault.At, 1);
            }

            bool writable = !fault.Kind.HasFlag(PteFlags.Special) && vma.Flags.HasFlag(VmaFlags.Write);
            _pages.Map(fault.At, fault.Frame, 1, fault.Kind | (writable ? PteFlags.Writable : PteFlags.None));
        }
        else if (!fault.Kind.HasFlag(PteFlags.Special))
        {
            PteRun surplus = new(fault.At, fault.Frame, 1, fault.Kind);
            _folios.Tell(new FolioManagerProtocol.PutMappings(new[] { surplus }, Answer: false));
        }

        EndInvalidation(invalidation);
        ReadAgain(fault.Batch);
    }

    /// <summary>After a fault everything is asked again; the kernel before 19be0eaffa3a asked for less.</summary>
    private void ReadAgain(ReadPtes batch)
    {
        bool asksLess = _surroundings.Mutations.Has(Mutation.B37)
            || (_surroundings.Mutations.Has(Mutation.B39) && !batch.Flags.HasFlag(FollFlags.Write));
        const FollFlags Asked = FollFlags.Write | FollFlags.Longterm;
        ReadSlow(batch, asksLess ? (batch.Flags & ~Asked) | FollFlags.Get : batch.Flags);
    }
}
