using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Copy-on-write: fork's copies of pinned pages, and a writer's own page.</summary>
public sealed partial class FolioManager
{
    private void OnCopyPages(CopyPages copy)
    {
        ReadOnlySpan<PteRun> entries = copy.Entries.Span;
        Pfn[] frames = new Pfn[entries.Length];
        List<FrameBlock> copies = [];
        Errno errno = Errno.None;
        int done = 0;
        while (done < entries.Length && errno == Errno.None)
        {
            PteRun entry = entries[done];
            if (!_folios.TryFind(entry.Frame, out Folio folio))
            {
                throw new InvariantException($"{entry.Frame} is mapped and there is no folio.");
            }

            bool isPassedOver = entry.Flags.HasFlag(PteFlags.Huge) && _surroundings.Mutations.Has(Mutation.B36);
            bool mayBePinned = entry.Flags.HasFlag(PteFlags.AnonExclusive) && folio.MaybeDmaPinned && !isPassedOver;
            errno = copy.CopyPinned && mayBePinned
                ? CopyFolio(copy.ChildProcess, entry, folio, copies, out frames[done])
                : Share(copy.ChildProcess, entry, out frames[done]);
            done += errno == Errno.None ? 1 : 0;
        }

        AddressSpaceProtocol.PagesCopied answer = new(copy.Entries, frames.AsMemory(0, done), errno);
        HandOver(copies, copy.AddressSpace, answer, Self);
    }

    /// <summary>The child's own copy. It is one folio of the same order where the kernel makes one page a time: the
    /// bytes and the counts are the same, the work is by chunk.</summary>
    private Errno CopyFolio(int process, PteRun entry, Folio folio, List<FrameBlock> copies, out Pfn frame)
    {
        frame = default;
        Errno errno = _folios.TryAllocate(folio.Order, MemoryZone.Normal, out Folio copy);
        if (errno != Errno.None)
        {
            return errno;
        }

        _surroundings.Work.Spend("fork.copy-page", entry.Pages);
        _folios.TryChangeFlags(copy.Head, FolioFlags.Anon | FolioFlags.AnonExclusive);
        TakeOver(copy.Head, process, entry.Start);
        copies.Add(copy.Block);
        frame = copy.Head + (entry.Frame.Value - folio.Head.Value);
        return Errno.None;
    }

    private Errno Share(int process, PteRun entry, out Pfn frame)
    {
        frame = entry.Frame;
        _folios.TryChangeFlags(entry.Frame, FolioFlags.None, FolioFlags.AnonExclusive);
        return _folios.TryMap(entry.Frame, process, entry.Start);
    }

    private void OnBreakCow(BreakCow broken)
    {
        PteRun entry = broken.Entry;
        if (!_folios.TryFind(entry.Frame, out Folio folio))
        {
            throw new InvariantException($"{entry.Frame} is mapped and there is no folio.");
        }

        if (entry.Flags.HasFlag(PteFlags.File))
        {
            CopyFilePage(broken);
            return;
        }

        if (MayReuse(broken, folio))
        {
            _folios.TryChangeFlags(entry.Frame, FolioFlags.AnonExclusive);
            broken.AddressSpace.Tell(
                new AddressSpaceProtocol.CowResolved(broken.Batch, entry, entry.Frame, Errno.None), Sender);
            return;
        }

        List<FrameBlock> copies = [];
        Errno errno = CopyFolio(broken.Process, entry, folio, copies, out Pfn frame);
        HandOver(
            copies,
            broken.AddressSpace,
            new AddressSpaceProtocol.CowResolved(broken.Batch, entry, frame, errno),
            Sender);
    }

    /// <summary>do_cow_fault: a private mapping's own copy of a page of a file.</summary>
    private void CopyFilePage(BreakCow broken)
    {
        bool longterm = broken.Batch.Flags.HasFlag(FollFlags.Longterm);
        Errno errno = TryAllocateMovable(longterm, out Folio copy);
        List<FrameBlock> copies = [];
        if (errno == Errno.None)
        {
            _surroundings.Work.Spend("fork.copy-page", 1);
            _folios.TryChangeFlags(copy.Head, FolioFlags.Anon | FolioFlags.AnonExclusive);
            TakeOver(copy.Head, broken.Process, broken.Entry.Start);
            copies.Add(copy.Block);
        }

        HandOver(
            copies,
            broken.AddressSpace,
            new AddressSpaceProtocol.CowResolved(broken.Batch, broken.Entry, copy.Head, errno),
            Sender);
    }

    /// <summary>wp_can_reuse_anon_folio: the page is this process's alone, or nobody else holds it in any
    /// way.</summary>
    private bool MayReuse(BreakCow broken, Folio folio)
    {
        if (broken.Entry.Flags.HasFlag(PteFlags.AnonExclusive))
        {
            return true;
        }

        if (folio.Has(FolioFlags.InLruBatch))
        {
            _folios.DrainLru();
            _folios.TryFind(folio.Head, out folio);
        }

        return folio.MapCount == 1 && folio.RefCount == folio.ExpectedRefs;
    }

    private void OnFaultAnon(FaultAnon fault)
    {
        if (fault.ZeroPageWillDo)
        {
            fault.AddressSpace.Tell(
                new AddressSpaceProtocol.FaultedIn(
                    fault.Batch, fault.At, ZeroPage(), PteFlags.Present | PteFlags.Special, Errno.None),
                Sender);
            return;
        }

        // memalloc_pin_save: what a pin for long faults in comes from where it may stay.
        bool longterm = fault.Batch.Flags.HasFlag(FollFlags.Longterm);
        Errno errno = TryAllocateMovable(longterm, out Folio folio);
        List<FrameBlock> blocks = [];
        if (errno == Errno.None)
        {
            _folios.TryChangeFlags(folio.Head, FolioFlags.Anon | FolioFlags.AnonExclusive);
            TakeOver(folio.Head, fault.Process, fault.At);
            _folios.AddToLru(folio.Head);
            blocks.Add(folio.Block);
        }

        HandOver(
            blocks,
            fault.AddressSpace,
            new AddressSpaceProtocol.FaultedIn(
                fault.Batch, fault.At, folio.Head, PteFlags.Present | PteFlags.AnonExclusive, errno),
            Sender);
    }

    /// <summary>A page of a process: from movable memory while there is some.</summary>
    private Errno TryAllocateMovable(bool longterm, out Folio folio, int order = 0)
    {
        ReadOnlySpan<MemoryZone> zones = longterm
            ? [MemoryZone.Normal]
            : [MemoryZone.Movable, MemoryZone.Cma, MemoryZone.Normal];
        folio = default;
        Errno errno = Errno.ENOMEM;
        for (int i = 0; i < zones.Length && errno != Errno.None; i++)
        {
            errno = _folios.TryAllocate(order, zones[i], out folio);
        }

        return errno;
    }

    private Pfn ZeroPage()
    {
        if (_folios.ZeroPage is null)
        {
            if (_folios.TryAllocate(0, MemoryZone.Normal, out Folio folio) != Errno.None)
            {
                throw new InvariantException("The zero page is there from the start, and memory was full before.");
            }

            _folios.MakeZeroPage(folio.Head);
            Context.System.EventStream.Publish(new KernelFrameTaken(folio.Head));
        }

        return _folios.ZeroPage!.Value;
    }

    private void OnTryShare(TryShare share)
    {
        bool found = _folios.TryFind(share.Entry.Frame, out Folio folio);
        bool mayBe = found && folio.Has(FolioFlags.Anon) && !folio.MaybeDmaPinned && !IsLocked(folio);
        if (mayBe)
        {
            _folios.TryChangeFlags(share.Entry.Frame, FolioFlags.None, FolioFlags.AnonExclusive);
        }

        Sender.Tell(new AddressSpaceProtocol.ShareDecided(share.Ticket, mayBe ? Errno.None : Errno.EBUSY));
    }

    private void OnShareMapping(ShareMapping share)
    {
        bool mayBe = _folios.TryFind(share.Kept.Frame, out Folio folio) && !IsLocked(folio);
        Errno errno = mayBe ? _folios.TryMap(share.Kept.Frame, share.Process, folio.MappedAt) : Errno.EAGAIN;
        Sender.Tell(new AddressSpaceProtocol.ShareDecided(share.Ticket, errno));
    }

    /// <summary>Trades the allocation's reference for that of a mapping.</summary>
    private void TakeOver(Pfn head, int process, VirtAddr at)
    {
        _folios.TryMap(head, process, at);
        _folios.Put(head);
    }
}
