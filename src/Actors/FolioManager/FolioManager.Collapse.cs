using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Folios copied to one, and small blocks that the kernel takes for good.</summary>
public sealed partial class FolioManager
{
    /// <summary>__collapse_huge_page_isolate and _copy: refused while anyone holds one of the folios beyond its
    /// mapping.</summary>
    private void OnCopyToOne(CopyToOne copy)
    {
        Folio target = default;
        Errno errno = CheckAlone(copy.Entries.Span);
        errno = errno == Errno.None
            ? TryAllocateMovable(longterm: false, out target, BuddyAllocator.PageblockOrder)
            : errno;
        List<FrameBlock> blocks = [];
        if (errno == Errno.None)
        {
            _surroundings.Work.Spend("migrate.copy-page", 1L << target.Order);
            _folios.TryChangeFlags(target.Head, FolioFlags.Anon | FolioFlags.AnonExclusive);
            TakeOver(target.Head, copy.Process, copy.Start);
            blocks.Add(target.Block);
            foreach (PteRun entry in copy.Entries.Span)
            {
                _folios.TryFind(entry.Frame, out Folio old);
                Context.System.EventStream.Publish(
                    new FolioMoved(old.Head, FolioMove.Collapsed, old.RefCount, old.ExpectedRefs));
                _folios.Unmap(entry.Frame);
            }
        }

        HandOver(
            blocks, copy.AddressSpace, new AddressSpaceProtocol.CopiedToOne(target.Head, errno), Self);
    }

    private Errno CheckAlone(ReadOnlySpan<PteRun> entries)
    {
        bool ignoresRefs = _surroundings.Mutations.Has(Mutation.M28);
        foreach (PteRun entry in entries)
        {
            bool isAlone = _folios.TryFind(entry.Frame, out Folio folio)
                && !IsLocked(folio)
                && folio.MapCount == 1
                && (folio.RefCount == folio.ExpectedRefs || ignoresRefs);
            if (!isAlone)
            {
                return Errno.EAGAIN;
            }
        }

        return Errno.None;
    }

    private void OnHoldBack(HoldBack hold)
    {
        Errno errno = _folios.TryHoldBack(hold.Frame, hold.Order);
        Sender.Tell(new HeldBack(hold.Frame, errno));
    }
}
