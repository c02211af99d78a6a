using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Truncation and hole punching: folios leave their file one after the other, unmapped, whoever has pinned
/// them (mm/truncate.c:truncate_inode_pages_range, mm/shmem.c:shmem_undo_range, v6.16).</summary>
/// <remarks>A large folio that lies in the range only in part stays: the kernel would split it, or clear the
/// part.</remarks>
public sealed partial class FolioManager
{
    private readonly Dictionary<long, FileWalk> _walks = [];

    private void OnTruncate(Truncate truncate)
    {
        if (_files.Find(truncate.File) is not { } file)
        {
            Sender.Tell(new Truncated(truncate.File, Errno.EINVAL));
            return;
        }

        file.SizePages = truncate.SizePages;
        RemoveNext(new RemovePages(truncate.File, truncate.SizePages, ulong.MaxValue));
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
        if (WaitsForLock(folio, remove))
        {
            return;
        }

        _folios.TryChangeFlags(block.Head, FolioFlags.Locked);
        BeginWalk(new FileWalk(block, new FilePage(remove.File, first), Sender) { Removal = remove });
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

    /// <summary>rmap_walk_file: every address space that may map the locked folio is asked.</summary>
    private void BeginWalk(FileWalk walk)
    {
        long ticket = ++_tickets;
        List<IActorRef> mappers = _mappers.GetValueOrDefault(walk.First.File) ?? [];
        walk.AnswersLeft = mappers.Count;
        _walks.Add(ticket, walk);
        foreach (IActorRef space in mappers)
        {
            space.Tell(new AddressSpaceProtocol.WalkFile(
                ticket, walk.First, walk.Folio.Frames, Unmap: walk.Removal is not null));
        }

        if (mappers.Count == 0)
        {
            EndWalk(ticket, walk);
        }
    }

    private void OnFileWalked(FileWalked walked)
    {
        FileWalk walk = _walks[walked.Ticket];
        foreach (PteRun gone in walked.Unmapped.Span)
        {
            _folios.Unmap(gone.Frame);
        }

        if (--walk.AnswersLeft == 0)
        {
            EndWalk(walked.Ticket, walk);
        }
    }

    private void EndWalk(long ticket, FileWalk walk)
    {
        _walks.Remove(ticket);
        if (walk.Removal is { } removal)
        {
            RemoveFromFile(walk);
            Self.Tell(removal, walk.Requester);
        }

        if (walk.Writes is { } write)
        {
            Clean(walk, write);
        }

        WakeFolioLockWaiters();
    }

    /// <summary>The cache's references go; a pin keeps the frames, which belong to no file any more.</summary>
    private void RemoveFromFile(FileWalk walk)
    {
        Pfn head = walk.Folio.Head;
        _folios.TryFind(head, out Folio folio);
        _files.Remove(head);
        _folios.TryChangeFlags(
            head, FolioFlags.None, FolioFlags.Cached | FolioFlags.Dirty | FolioFlags.Locked);
        Context.System.EventStream.Publish(new FolioTruncated(walk.Folio, walk.First, folio.MaybeDmaPinned));
        _folios.Put(head, 1 << walk.Folio.Order);
    }

    private sealed record RemovePages(int File, ulong First, ulong End);

    /// <summary>A locked folio whose mappings are being visited.</summary>
    private sealed class FileWalk(FrameBlock folio, FilePage first, IActorRef requester)
    {
        public FrameBlock Folio { get; } = folio;

        public FilePage First { get; } = first;

        public IActorRef Requester { get; } = requester;

        /// <summary>The removal that it is part of.</summary>
        public RemovePages? Removal { get; init; }

        /// <summary>The write to the disk that it is part of.</summary>
        public WriteBack? Writes { get; init; }

        public int AnswersLeft { get; set; }
    }
}
