using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>NUMA hints: an entry that faults at the next access, to tell whence its memory is used, and may have its
/// folio migrated then (mm/mprotect.c:change_pte_range with MM_CP_PROT_NUMA, mm/memory.c:do_numa_page,
/// v6.16).</summary>
/// <remarks>The fast path declines such an entry; the slow path takes it for reading, unless the caller honours hints,
/// and faults for writing. Whether the folio is on the wrong node is a choice: "numa.misplaced".</remarks>
public sealed partial class AddressSpace
{
    private readonly Dictionary<long, HintInProgress> _hints = [];
    private long _hintNumbers;

    /// <summary>task_numa_work does not wait for the mmap lock.</summary>
    private void OnHintNuma(HintNuma hint)
    {
        if (!_mmapLock.IsReadable)
        {
            Sender.Tell(new NumaHinted(hint.At, Errno.EAGAIN));
            return;
        }

        _mmapLock.TryRead(hint, Sender);
        HintInProgress progress = new(hint, Sender);
        Vma? vma = _vmas.Find(hint.At);
        bool isHintable = vma is not null
            && (vma.Flags & (VmaFlags.Read | VmaFlags.Write)) != VmaFlags.None
            && !vma.Flags.HasFlag(VmaFlags.FsDax)
            && _pages.TryFindRun(hint.At, out progress.Entry)
            && progress.Entry.Flags.HasFlag(PteFlags.Present)
            && (progress.Entry.Flags & (PteFlags.Special | PteFlags.ProtNone)) == PteFlags.None;
        if (!isHintable)
        {
            EndHint(progress, Errno.EFAULT);
            return;
        }

        progress.IsCow = (vma!.Flags & (VmaFlags.Shared | VmaFlags.MayWrite)) == VmaFlags.MayWrite;
        _hints.Add(++_hintNumbers, progress);
        Invalidate(new VirtRange(progress.Entry.Start, progress.Entry.End), new AskForHint(_hintNumbers));
    }

    private void AskToHint(long number, long invalidation)
    {
        HintInProgress hint = _hints[number];
        hint.Invalidation = invalidation;
        _folios.Tell(new FolioManagerProtocol.CheckHint(number, hint.Entry, hint.IsCow));
    }

    private void OnHintDecided(HintDecided decided)
    {
        _hints.Remove(decided.Ticket, out HintInProgress? hint);
        PteRun entry = hint!.Entry;
        bool isThere = _pages.TryFindRun(entry.Start, out PteRun now) && now == entry;
        if (isThere && decided.Errno == Errno.None)
        {
            _pages.ChangeFlags(entry.Start, (ulong)entry.Pages, PteFlags.ProtNone, PteFlags.Writable);
        }

        EndInvalidation(hint.Invalidation);
        EndHint(hint, isThere ? decided.Errno : Errno.EAGAIN);
    }

    private void EndHint(HintInProgress hint, Errno errno)
    {
        _mmapLock.Release(hint.Request, Self);
        hint.Requester.Tell(new NumaHinted(hint.Request.At, errno));
    }

    /// <summary>do_numa_page: the entry may be used again, for writing where the page is the process's own, and the
    /// folio is moved to whence it is used; the fault does not wait for that.</summary>
    private void FaultNuma(ReadPtes batch, PteRun entry, Vma vma)
    {
        bool isWritable = vma.Flags.HasFlag(VmaFlags.Write) && entry.Flags.HasFlag(PteFlags.AnonExclusive);
        PteFlags writable = isWritable ? PteFlags.Writable : PteFlags.None;
        _pages.ChangeFlags(entry.Start, (ulong)entry.Pages, writable, PteFlags.ProtNone);
        if (_surroundings.Choices.Choose("numa.misplaced", 2) == 1)
        {
            _folios.Tell(new FolioManagerProtocol.MigrateFolio(entry.Frame, Self), ActorRefs.Nobody);
        }

        ReadAgain(batch);
    }

    /// <summary>Nobody mirrors the page by now.</summary>
    private sealed record AskForHint(long Hint);

    /// <summary>An entry that is to fault.</summary>
    private sealed class HintInProgress(HintNuma request, IActorRef requester)
    {
        /// <summary>As it was when it was asked for.</summary>
        public PteRun Entry;

        public HintNuma Request { get; } = request;

        public IActorRef Requester { get; } = requester;

        public bool IsCow { get; set; }

        public long Invalidation { get; set; }
    }
}
