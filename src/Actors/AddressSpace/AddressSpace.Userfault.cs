using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>UFFDIO_MOVE: a page of the process's own is put at another address, unless it is pinned
/// (mm/userfaultfd.c:move_pages_pte, move_present_pte, v6.16).</summary>
/// <remarks>The entry is taken away first and the folio asked about pins after that, so that a pin taken in between is
/// either seen, or sees the entry gone. The mmap lock is held for reading.</remarks>
public sealed partial class AddressSpace
{
    private readonly Dictionary<long, UserfaultMoveInProgress> _userfaultMoves = [];
    private long _userfaultMoveNumbers;

    private void OnUserfaultMove(UserfaultMove move)
    {
        if (_mmapLock.TryRead(move, Sender))
        {
            BeginUserfaultMove(move);
        }
    }

    private void BeginUserfaultMove(UserfaultMove move)
    {
        UserfaultMoveInProgress progress = new(move, Sender);
        Errno errno = CheckUserfaultMove(move, out PteRun entry);
        if (errno != Errno.None)
        {
            EndUserfaultMove(progress, errno);
            return;
        }

        progress.Entry = entry;
        _userfaultMoves.Add(++_userfaultMoveNumbers, progress);
        Invalidate(new VirtRange(entry.Start, entry.End), new HideForMove(_userfaultMoveNumbers));
    }

    private Errno CheckUserfaultMove(UserfaultMove move, out PteRun entry)
    {
        entry = default;
        if (!IsOwnWritable(_vmas.Find(move.From)) || !IsOwnWritable(_vmas.Find(move.To)))
        {
            return Errno.EINVAL;
        }

        if (_pages.TryFindRun(move.To, out _))
        {
            return Errno.EEXIST;
        }

        if (!_pages.TryFindRun(move.From, out entry))
        {
            return Errno.ENOENT;
        }

        return entry.Flags.HasFlag(PteFlags.Poison) ? Errno.EFAULT
            : entry.Flags.HasFlag(PteFlags.Migration) ? Errno.EAGAIN
            : entry.HasFolio && !(entry.Pages == 1 && entry.Flags.HasFlag(PteFlags.AnonExclusive)) ? Errno.EBUSY
            : Errno.None;
    }

    private static bool IsOwnWritable(Vma? vma) =>
        vma is { File: null } && (vma.Flags & (VmaFlags.Shared | VmaFlags.Write)) == VmaFlags.Write;

    private void HideAndAskToMove(long number, long invalidation)
    {
        UserfaultMoveInProgress move = _userfaultMoves[number];
        move.Invalidation = invalidation;
        bool isThere = _pages.TryFindRun(move.Entry.Start, out PteRun now) && now == move.Entry;
        if (isThere && move.Entry.HasFolio)
        {
            Hide(move.Entry);
            _folios.Tell(new FolioManagerProtocol.TryMove(number, move.Entry, _process, move.Request.To));
            return;
        }

        // What has no folio nobody has pinned.
        _userfaultMoves.Remove(number);
        bool moves = isThere && !_pages.TryFindRun(move.Request.To, out _);
        if (moves)
        {
            _pages.Unmap(move.Request.From, 1);
            _pages.Map(move.Request.To, move.Entry.Frame, 1, move.Entry.Flags);
        }

        EndInvalidation(invalidation);
        EndUserfaultMove(move, moves ? Errno.None : Errno.EAGAIN);
    }

    private void OnMoveDecided(MoveDecided decided)
    {
        _userfaultMoves.Remove(decided.Ticket, out UserfaultMoveInProgress? move);
        PteRun entry = move!.Entry;
        bool isTaken = _pages.TryFindRun(move.Request.To, out _);
        if (decided.Errno != Errno.None || isTaken)
        {
            Show(entry, shared: false);
        }
        else
        {
            _pages.Unmap(entry.Start, 1);
            _pages.Map(
                move.Request.To,
                entry.Frame,
                1,
                PteFlags.Present | PteFlags.AnonExclusive | PteFlags.Writable);
            WakeMigrationWaiters();
            Context.System.EventStream.Publish(new UserfaultMoved(_process, entry, move.Request.To));
        }

        if (decided.Errno == Errno.None && isTaken)
        {
            // The folio is found at the new place; that is undone.
            PteRun moved = entry with { Start = move.Request.To };
            _folios.Tell(new FolioManagerProtocol.MoveMappings(_process, new[] { moved }, entry.Start, Answer: false));
        }

        EndInvalidation(move.Invalidation);
        EndUserfaultMove(move, decided.Errno == Errno.None && isTaken ? Errno.EEXIST : decided.Errno);
    }

    private void EndUserfaultMove(UserfaultMoveInProgress move, Errno errno)
    {
        _mmapLock.Release(move.Request, Self);
        move.Requester.Tell(new UserfaultMoveDone(move.Request.From, errno));
    }

    /// <summary>A page goes that is to be moved.</summary>
    private sealed record HideForMove(long Move);

    /// <summary>A page on its way to another address.</summary>
    private sealed class UserfaultMoveInProgress(UserfaultMove request, IActorRef requester)
    {
        public UserfaultMove Request { get; } = request;

        public IActorRef Requester { get; } = requester;

        public PteRun Entry { get; set; }

        public long Invalidation { get; set; }
    }
}
