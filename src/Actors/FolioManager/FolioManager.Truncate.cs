using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Truncation and hole punching: folios leave their file one after the other, unmapped, whoever has pinned
/// them (mm/truncate.c:truncate_inode_pages_range, mm/shmem.c:shmem_undo_range, v6.16).</summary>
/// <remarks>A large folio that lies in the range only in part stays: the kernel would split it, or clear the
/// part.</remarks>
public sealed partial class FolioManager
{
    private void OnTruncate(Truncate truncate)
    {
        if (_files.Find(truncate.File) is not { } file)
        {
            Sender.Tell(new Truncated(truncate.File, Errno.EINVAL));
            return;
        }

        file.SizePages = truncate.SizePages;
        BeginWalk(new FileWalk(default, new FilePage(truncate.File, truncate.SizePages), Sender)
        {
            Visit = FileVisit.UnmapCopiesToo,
            Cut = new RemovePages(truncate.File, truncate.SizePages, ulong.MaxValue),
        });
    }

    private void OnPunchHole(PunchHole punch) =>
        RemoveNext(new RemovePages(punch.File, punch.First, punch.First + punch.Pages));

    private void RemoveNext(RemovePages remove)
    {
        bool found = TryFindNext(remove, out ulong first, out FrameBlock block);
        if (!found)
        {
            Sender.Tell(new Truncated(remove.File, Errno.None));
            return;
        }

        _folios.TryFind(block.Head, out Folio folio);
        if (WaitsForLock(folio, remove) || WaitsForWriteback(folio, remove))
        {
            return;
        }

        BeginWalk(new FileWalk(block, new FilePage(remove.File, first), Sender) { Removal = remove });
    }

    /// <summary>folio_wait_writeback: the disk is still reading it, and the message comes again when it has.</summary>
    private bool WaitsForWriteback(Folio folio, object message)
    {
        bool waits = folio.Has(FolioFlags.Writeback);
        if (waits)
        {
            _locks.Wait(folio.Head, message, Sender);
        }

        return waits;
    }

    private bool TryFindNext(RemovePages remove, out ulong first, out FrameBlock block)
    {
        (first, block) = (0, default);
        if (_files.Find(remove.File) is not { } file || !file.TryFindFrom(remove.First, out first, out block))
        {
            return false;
        }

        // The one that begins before the range stays.
        bool found = first >= remove.First || file.TryFindFrom(first + block.Frames, out first, out block);
        return found && first < remove.End && block.Frames <= remove.End - first;
    }

    /// <summary>The cache's references go; a pin keeps the frames, which belong to no file any more.</summary>
    private void RemoveFromFile(FileWalk walk)
    {
        Pfn head = walk.Folio.Head;
        _folios.TryFind(head, out Folio folio);
        if (folio.MapCount > 0)
        {
            // VM_BUG_ON_FOLIO(folio_mapped(folio)).
            throw new InvariantException($"The folio at {head} leaves {walk.First} and is still mapped.");
        }

        _files.Remove(head);
        _folios.TryChangeFlags(
            head, FolioFlags.None, FolioFlags.Cached | FolioFlags.Dirty | FolioFlags.Locked);
        Context.System.EventStream.Publish(new FolioTruncated(walk.Folio, walk.First, folio.MaybeDmaPinned));
        _folios.Put(head, 1 << walk.Folio.Order);
    }

    internal sealed record RemovePages(int File, ulong First, ulong End);
}
