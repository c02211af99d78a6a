using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>Sharing of equal pages: take the entry away, ask whether the page is pinned, and then share it.</summary>
/// <remarks>Source: mm/ksm.c:write_protect_page and replace_page, include/linux/rmap.h:__folio_try_share_anon_rmap,
/// v6.16. The mmap lock is held for reading.</remarks>
public sealed partial class AddressSpace
{
    private readonly Dictionary<long, MergeInProgress> _merges = [];
    private long _mergeNumbers;

    private void OnMerge(Merge merge)
    {
        if (_mmapLock.TryRead(merge, Sender))
        {
            BeginMerge(merge);
        }
    }

    private void BeginMerge(Merge merge)
    {
        MergeInProgress progress = new(merge, Sender);
        bool found = TryReadSmall(merge.Kept, out PteRun kept) & TryReadSmall(merge.Other, out PteRun other);
        if (!found || kept.Frame == other.Frame)
        {
            EndMerge(progress, Errno.EINVAL);
            return;
        }

        (progress.Kept, progress.Other) = (kept, other);
        _merges.Add(++_mergeNumbers, progress);
        Forget(_mergeNumbers, kept);
    }

    private void Forget(long merge, PteRun page) =>
        Invalidate(new VirtRange(page.Start, page.End), new HideForMerge(merge));

    /// <summary>The entry may have changed while those who mirror it were asked to forget it.</summary>
    private void HideAndAsk(long number, long invalidation)
    {
        MergeInProgress merge = _merges[number];
        PteRun page = merge.Stage == 0 ? merge.Kept : merge.Other;
        bool isThere = TryReadSmall(page.Start, out PteRun now) && now == page;
        if (isThere)
        {
            Hide(page);
        }

        EndInvalidation(invalidation);
        if (isThere)
        {
            _folios.Tell(new FolioManagerProtocol.TryShare(number, page));
            return;
        }

        _merges.Remove(number);
        EndMerge(merge, Errno.EAGAIN);
    }

    private void OnShareDecided(ShareDecided decided)
    {
        MergeInProgress merge = _merges[decided.Ticket];
        switch (merge.Stage++)
        {
            case 0:
                Show(merge.Kept, decided.Errno == Errno.None);
                if (!Continues(decided, merge))
                {
                    return;
                }

                Forget(decided.Ticket, merge.Other);
                break;
            case 1 when decided.Errno != Errno.None:
                Show(merge.Other, shared: false);
                Continues(decided, merge);
                break;
            case 1:
                _folios.Tell(new FolioManagerProtocol.ShareMapping(
                    decided.Ticket, merge.Kept, _process, merge.Other.Start));
                break;
            default:
                FinishMerge(decided, merge);
                break;
        }
    }

    private void FinishMerge(ShareDecided decided, MergeInProgress merge)
    {
        _merges.Remove(decided.Ticket);
        bool keptIsThere = TryReadSmall(merge.Request.Kept, out PteRun kept) && kept.Frame == merge.Kept.Frame;
        if (decided.Errno != Errno.None || !keptIsThere)
        {
            Show(merge.Other, shared: true);
            if (decided.Errno == Errno.None)
            {
                _folios.Tell(new FolioManagerProtocol.PutMappings(new[] { merge.Kept }, Answer: false));
            }

            EndMerge(merge, Errno.EAGAIN);
            return;
        }

        PteRun other = merge.Other;
        _pages.Unmap(other.Start, 1);
        _pages.Map(other.Start, merge.Kept.Frame, 1, PteFlags.Present);
        WakeMigrationWaiters();
        Context.System.EventStream.Publish(new EntryReplaced(_process, other, merge.Kept.Frame));
        _folios.Tell(new FolioManagerProtocol.PutMappings(new[] { other }, Answer: false));
        EndMerge(merge, Errno.None);
    }

    private bool Continues(ShareDecided decided, MergeInProgress merge)
    {
        if (decided.Errno == Errno.None)
        {
            return true;
        }

        _merges.Remove(decided.Ticket);
        EndMerge(merge, decided.Errno);
        return false;
    }

    private void EndMerge(MergeInProgress merge, Errno errno)
    {
        _mmapLock.Release(merge.Request, Self);
        merge.Requester.Tell(new Merged(merge.Request.Kept, errno));
    }

    private bool TryReadSmall(VirtAddr at, out PteRun entry) =>
        _pages.TryFindRun(at, out entry)
        && entry is { Pages: 1, HasFolio: true }
        && entry.Flags.HasFlag(PteFlags.Present);

    /// <summary>ptep_clear_flush: whoever looks meanwhile finds nothing to take and waits.</summary>
    private void Hide(PteRun entry) => _pages.ReplaceByMigrationEntry(entry.Start, 1);

    private void Show(PteRun entry, bool shared)
    {
        _pages.Restore(entry.Start, 1, entry.Frame);
        if (shared)
        {
            _pages.ChangeFlags(entry.Start, 1, PteFlags.None, PteFlags.Writable | PteFlags.AnonExclusive);
            Context.System.EventStream.Publish(new EntriesShared(_process, entry.Start, entry.Frame, 1));
        }

        WakeMigrationWaiters();
    }

    /// <summary>Two pages on their way to be one.</summary>
    private sealed class MergeInProgress(Merge request, IActorRef requester)
    {
        public Merge Request { get; } = request;

        public IActorRef Requester { get; } = requester;

        public PteRun Kept { get; set; }

        public PteRun Other { get; set; }

        public int Stage { get; set; }
    }
}
