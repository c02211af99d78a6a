using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>Fork: the child gets copies of pinned pages and shares the others (mm/memory.c:copy_page_range).</summary>
public sealed partial class AddressSpace
{
    /// <summary>Runs of entries that one message of a fork copies.</summary>
    private const int ForkBatchRuns = 64;

    private ForkInProgress? _fork;
    private long _forks;

    private void OnFork(Fork fork)
    {
        bool waits = !_surroundings.Mutations.Has(Mutation.T1) || _fork is not null;
        if (!waits || _mmapLock.TryWrite(fork, Sender))
        {
            BeginFork(fork, holdsLock: waits);
        }
    }

    /// <summary>Asks once for all that the child may share, where the kernel asks for each of its parts.</summary>
    private void BeginFork(Fork fork, bool holdsLock)
    {
        if (_hasLeft)
        {
            RefuseFork(fork, holdsLock);
            return;
        }

        _fork = new ForkInProgress(fork, Sender, holdsLock);
        _forks++;
        Vma[] shared = [.. _vmas.All.Where(static vma => !vma.Flags.HasFlag(VmaFlags.DontFork) && !IsSharedFile(vma))];
        VirtRange hull = shared.Length == 0 ? default : new VirtRange(shared[0].Start, shared[^1].End);
        Invalidate(hull, fork);
    }

    private void RefuseFork(Fork fork, bool holdsLock)
    {
        if (holdsLock)
        {
            _mmapLock.Release(fork, Self);
        }

        Sender.Tell(new ForkRefused(fork.ChildProcess, Errno.ESRCH));
    }

    private void RaiseSequence(long invalidation)
    {
        _fork!.Invalidation = invalidation;
        Context.System.EventStream.Publish(new ForkBegan(_process));
        ChangeSequence();
        TellAfterStores(ContinueFork.Instance);
    }

    /// <summary>A child faults in what a file shows.</summary>
    private static bool IsSharedFile(Vma vma) => vma.File is not null && vma.Flags.HasFlag(VmaFlags.Shared);

    private void CopyNextBatch()
    {
        ForkInProgress fork = _fork!;
        while (fork.Vma < _vmas.All.Count)
        {
            Vma vma = _vmas.All[fork.Vma];
            if (fork.Next < vma.Start)
            {
                fork.Next = vma.Start;
            }

            bool inherited = !vma.Flags.HasFlag(VmaFlags.DontFork);
            if (inherited && fork.ChildVmas.Find(vma.Start) is null)
            {
                // Before its pages, as dup_mmap does: a child that stays half made finds in it what it has to give
                // back.
                fork.ChildVmas.Add(vma);
            }

            int runs = inherited && !IsSharedFile(vma) && fork.Next < vma.End ? ReadNext(vma.End) : 0;
            if (runs > 0)
            {
                Copy(fork, runs);
                return;
            }

            fork.Vma++;
        }

        EndFork(Errno.None);
    }

    private void Copy(ForkInProgress fork, int runs)
    {
        runs = UpToMigration(runs, ContinueFork.Instance);
        runs = runs > 0 ? GiveWithoutFolio(fork, runs) : 0;
        if (runs > 0)
        {
            runs = _surroundings.Cut("fork.cut", runs);
            PteRun[] entries = _read.AsSpan(0, runs).ToArray();
            _folios.Tell(new FolioManagerProtocol.CopyPages(
                fork.Request.ChildProcess, entries, CopyPinned: _hasPinned, Self));
        }
    }

    /// <summary>The next entries of the VMA, from the first that there is.</summary>
    private int ReadNext(VirtAddr end)
    {
        ForkInProgress fork = _fork!;
        fork.Next = _pages.NextMapped(fork.Next, end);
        return fork.Next < end ? _pages.Read(fork.Next, end - fork.Next, _read.AsSpan(0, ForkBatchRuns)) : 0;
    }

    private void OnPagesCopied(PagesCopied copied)
    {
        ForkInProgress fork = _fork!;
        ReadOnlySpan<PteRun> entries = copied.Entries.Span;
        ReadOnlySpan<Pfn> frames = copied.Copies.Span;
        for (int i = 0; i < frames.Length; i++)
        {
            GiveChild(fork, entries[i], frames[i]);
            fork.Next = entries[i].End;
        }

        if (copied.Errno != Errno.None)
        {
            EndFork(copied.Errno);
            return;
        }

        Self.Tell(ContinueFork.Instance);
    }

    /// <summary>A child gets entries without a folio as they are, and none of those of a file; tells how many runs
    /// before the first of them are to be copied, and comes again where there are none.</summary>
    private int GiveWithoutFolio(ForkInProgress fork, int runs)
    {
        int first = Array.FindIndex(_read, 0, runs, run => !run.HasFolio || run.Flags.HasFlag(PteFlags.File));
        if (first != 0)
        {
            return first < 0 ? runs : first;
        }

        PteRun entry = _read[0];
        if (!entry.Flags.HasFlag(PteFlags.File))
        {
            fork.ChildPages.Map(entry.Start, entry.Frame, (ulong)entry.Pages, entry.Flags);
        }

        fork.Next = entry.End;
        Self.Tell(ContinueFork.Instance);
        return 0;
    }

    private void GiveChild(ForkInProgress fork, PteRun entry, Pfn frame)
    {
        ulong pages = (ulong)entry.Pages;
        if (frame != entry.Frame)
        {
            // A pinned huge entry is split first and its pages copied one entry each.
            _pages.SplitPmd(entry.Start);
            fork.CopiedPages += pages;
            fork.ChildPages.Map(entry.Start, frame, pages, entry.Flags & ~PteFlags.Huge);
            return;
        }

        fork.SharedPages += pages;
        Store(new WriteProtection(entry.Start, entry.Frame, pages));
        PteFlags shared = entry.Flags & ~(PteFlags.Writable | PteFlags.AnonExclusive);
        fork.ChildPages.Map(entry.Start, frame, pages, shared);
    }

    private void EndFork(Errno errno)
    {
        ChangeSequence();
        if (ForkStores is null)
        {
            OnFinishFork(errno);
        }
        else
        {
            // The page-table flush at the end of dup_mmap is a barrier.
            TellAfterStores(new FinishFork(errno));
        }
    }

    private void OnFinishFork(Errno errno)
    {
        ForkInProgress fork = _fork!;
        _fork = null;
        EndInvalidation(fork.Invalidation);
        if (fork.HoldsLock)
        {
            _mmapLock.Release(fork.Request, Self);
        }

        int child = fork.Request.ChildProcess;
        VmaTree vmas = fork.ChildVmas;
        ProcessPageTable pages = fork.ChildPages;
        (IActorRef folios, Surroundings surroundings) = (_folios, _surroundings);
        IActorRef space = Context.ActorOf(
            Props.Create(() => new AddressSpace(child, vmas, pages, folios, surroundings)), $"child-{child}");
        Context.System.EventStream.Publish(new ForkEnded(_process, fork.CopiedPages, fork.SharedPages, errno));
        if (errno == Errno.None)
        {
            fork.Requester.Tell(new Forked(child, space));
            return;
        }

        // The half-made child gives back what it got, as a failed dup_mmap does.
        space.Tell(new Exit());
        fork.Requester.Tell(new ForkRefused(child, errno));
    }

    private sealed record ContinueFork
    {
        public static readonly ContinueFork Instance = new();
    }

    private sealed record FinishFork(Errno Errno);

    /// <summary>How far a fork has come.</summary>
    private sealed class ForkInProgress(Fork request, IActorRef requester, bool holdsLock)
    {
        public bool HoldsLock { get; } = holdsLock;

        public Fork Request { get; } = request;

        public IActorRef Requester { get; } = requester;

        public long Invalidation { get; set; }

        public VmaTree ChildVmas { get; } = new();

        public ProcessPageTable ChildPages { get; } = new();

        public int Vma { get; set; }

        public VirtAddr Next { get; set; }

        public ulong CopiedPages { get; set; }

        public ulong SharedPages { get; set; }
    }
}
