using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>The end of an address space, and its beginning anew by exec; pins outlive both.</summary>
public sealed partial class AddressSpace
{
    private static readonly Exit s_exit = new();

    private int _exitVma;
    private (Exit Request, IActorRef Requester)? _heldExit;
    private Queue<int>? _filesLeft;
    private IActorRef? _execing;
    private long _exitInvalidation;
    private bool _hasLeft;

    private void OnExit(Exit exit)
    {
        ReleaseMirrors();
        if (_mmapLock.TryWrite(exit, Sender))
        {
            BeginExit(exit);
        }
    }

    /// <summary>mmu_notifier_release: nobody mirrors anything when the mappings go.</summary>
    private void BeginExit(Exit exit)
    {
        (_exitVma, _heldExit) = (0, exit.IsHeld ? (exit, Sender) : null);
        Invalidate(VirtRange.All, exit);
    }

    private void OnExec(Exec exec)
    {
        ReleaseMirrors();
        if (_mmapLock.TryWrite(exec, Sender))
        {
            BeginExec(exec);
        }
    }

    private void BeginExec(Exec exec)
    {
        (_execing, _exitVma) = (Sender, 0);
        Invalidate(VirtRange.All, exec);
    }

    private void OnMappingsPut(MappingsPut put)
    {
        if (put.Zap == 0)
        {
            PutNextMappings();
        }
        else
        {
            ZapNext(put.Zap);
        }
    }

    private void PutNextMappings()
    {
        while (_exitVma < _vmas.All.Count)
        {
            Vma vma = _vmas.All[_exitVma];
            VirtAddr next = _pages.NextMapped(vma.Start, vma.End);
            if (next < vma.End)
            {
                PutMappings(next, vma.End);
                return;
            }

            _exitVma++;
        }

        EndInvalidation(_exitInvalidation);
        if (_execing is null)
        {
            _hasLeft = true;
            Leave();
            return;
        }

        // A new mm: nobody has pinned in it.
        _hasPinned = false;
        _mmapLock.Release(Operations.OfExec(_process), Self);
        _execing.Tell(new Execed());
        _execing = null;
    }

    /// <summary>Whoever walks a file's mappings must not wait for one who is gone, and whoever mirrors memory holds the
    /// address space itself (mmgrab).</summary>
    private void Leave()
    {
        if (_mirrors.Count > 0 && _heldExit is null)
        {
            return;
        }

        _filesLeft ??= new Queue<int>(FilesIn(_vmas.All));
        if (_filesLeft.TryDequeue(out int file))
        {
            _folios.Tell(
                new FolioManagerProtocol.SetMappings(file, 0, Operations.OfExit(_process), s_exit, Self));
        }
        else if (_heldExit is { } held)
        {
            Empty(held.Request, held.Requester);
        }
        else
        {
            Context.Stop(Self);
        }
    }

    /// <summary>Whoever still asks finds nothing.</summary>
    private void Empty(Exit exit, IActorRef requester)
    {
        foreach (Vma vma in _vmas.All.ToArray())
        {
            _vmas.Remove(vma.Start, vma.End);
        }

        _mmapLock.Release(exit, Self);
        requester.Tell(new Exited());
    }

    private void PutMappings(VirtAddr start, VirtAddr end)
    {
        int runs = _pages.Read(start, end - start, _read.AsSpan(0, ForkBatchRuns));
        runs = UpToMigration(runs, new MappingsPut());
        if (runs == 0)
        {
            return;
        }

        PteRun[] entries = _read.AsSpan(0, runs).ToArray();
        ulong pages = (entries[^1].End - start) >> Pfn.FrameSizeLog2;
        _pages.Unmap(start, pages);
        Context.System.EventStream.Publish(new EntriesZapped(_process, start, pages));
        PteRun[] counted = Array.FindAll(entries, static entry => entry.HasFolio);
        _folios.Tell(new FolioManagerProtocol.PutMappings(counted, Answer: true));
    }
}
