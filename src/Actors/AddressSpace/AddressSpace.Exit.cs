using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>The end of an address space, and its beginning anew by exec; pins outlive both.</summary>
public sealed partial class AddressSpace
{
    private static readonly Exit s_exit = new();

    private int _exitVma;
    private Queue<int>? _filesLeft;
    private IActorRef? _execing;

    private void OnExit(Exit exit)
    {
        if (_mmapLock.TryWrite(exit, Sender))
        {
            PutNextMappings();
        }
    }

    private void OnExec(Exec exec)
    {
        if (_mmapLock.TryWrite(exec, Sender))
        {
            BeginExec();
        }
    }

    private void BeginExec()
    {
        (_execing, _exitVma) = (Sender, 0);
        PutNextMappings();
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

        if (_execing is null)
        {
            Leave();
            return;
        }

        // A new mm: nobody has pinned in it.
        _hasPinned = false;
        _mmapLock.Release(Operations.OfExec(_process), Self);
        _execing.Tell(new Execed());
        _execing = null;
    }

    /// <summary>Whoever walks a file's mappings must not wait for one who is gone.</summary>
    private void Leave()
    {
        _filesLeft ??= new Queue<int>(FilesIn(_vmas.All));
        if (_filesLeft.TryDequeue(out int file))
        {
            TokenUser exit = new("exit of process", _process);
            _folios.Tell(new FolioManagerProtocol.SetMappings(file, 0, exit, s_exit, Self));
        }
        else
        {
            Context.Stop(Self);
        }
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
