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

            errno = copy.CopyPinned && entry.Flags.HasFlag(PteFlags.AnonExclusive) && folio.MaybeDmaPinned
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

        if (folio.MapCount == 1)
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

    /// <summary>Trades the allocation's reference for that of a mapping.</summary>
    private void TakeOver(Pfn head, int process, VirtAddr at)
    {
        _folios.TryMap(head, process, at);
        _folios.Put(head);
    }
}
