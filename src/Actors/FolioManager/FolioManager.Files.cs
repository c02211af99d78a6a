using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Pages of files: found in the page cache or made, and mapped (mm/memory.c:do_read_fault,
/// do_shared_fault and do_wp_page, mm/shmem.c:shmem_get_folio_gfp, v6.16).</summary>
/// <remarks>What is made is a folio of one page. Whoever needs the folio lock and
/// finds it taken waits.</remarks>
public sealed partial class FolioManager
{
    private readonly PageCache _files;

    /// <summary>Files that a fault cuts, and how long they are to be again.</summary>
    private readonly Dictionary<int, ulong> _cuts = [];

    private readonly FolioLocks _locks;

    private void OnFaultFile(FaultFile fault)
    {
        if (!_files.IsInFile(fault.Page))
        {
            // SIGBUS, which a pin sees as EFAULT.
            AnswerFault(fault, default, isNew: false, Errno.EFAULT);
            return;
        }

        Meddle(fault.Page);
        if (!_files.TryFind(fault.Page, out Pfn frame))
        {
            bool longterm = fault.Batch.Flags.HasFlag(FollFlags.Longterm);
            Errno errno = MakeFilePage(fault.Page, longterm, fault);
            if (errno != Errno.None)
            {
                AnswerFault(fault, default, isNew: false, errno);
            }

            return;
        }

        _folios.TryFind(frame, out Folio folio);
        if (WaitsForLock(folio, fault))
        {
            return;
        }

        if (fault.Write)
        {
            _folios.TryChangeFlags(frame, FolioFlags.Dirty);
            _files.TryFindPlace(folio.Head, out FilePage first);
            _files.Find(first.File)!.Prepare(first.Index);
        }

        bool isNew = fault.Present != frame;
        AnswerFault(fault, frame, isNew, isNew ? _folios.TryMap(frame, fault.Process, fault.At) : Errno.None);
    }

    /// <summary>The faults that come to files: the page may be gone by the time it is mapped.</summary>
    private void Meddle(FilePage page)
    {
        if (_faults.Strikes(FaultSite.FilePunched))
        {
            Self.Tell(new PunchHole(page.File, page.Index, 1), ActorRefs.Nobody);
        }

        if (_faults.Strikes(FaultSite.FileTruncated) && _cuts.TryAdd(page.File, _files.Find(page.File)!.SizePages))
        {
            Self.Tell(new Truncate(page.File, page.Index));
        }
    }

    /// <summary>i_rwsem keeps a file from growing while it is cut.</summary>
    private void OnCut(Truncated cut)
    {
        if (_cuts.Remove(cut.File, out ulong sizePages))
        {
            Self.Tell(new Truncate(cut.File, sizePages));
        }
    }

    private void AnswerFault(FaultFile fault, Pfn frame, bool isNew, Errno errno) => fault.AddressSpace.Tell(
        new AddressSpaceProtocol.FileFaulted(fault.Batch, fault.At, fault.Page, frame, isNew, errno), Sender);

    /// <summary>Has a page made for a hole, and then whoever asked ask again.</summary>
    private Errno MakeFilePage(FilePage page, bool longterm, object retry)
    {
        Folio folio;
        Errno errno = _files.Find(page.File)!.IsDax
            ? _folios.TryAllocate(0, MemoryZone.FsDax, out folio)
            : TryAllocateMovable(longterm, out folio);
        if (errno == Errno.None)
        {
            HandOver([folio.Block], Self, new CacheFolio(page, folio.Block, retry), Sender);
        }

        return errno;
    }

    /// <summary>filemap_add_folio: where another was faster, or the file is shorter by now, the page goes
    /// back.</summary>
    private void OnCacheFolio(CacheFolio made)
    {
        Pfn head = made.Folio.Head;
        if (_files.TryAdd(made.Page, made.Folio) == Errno.None)
        {
            _folios.TryGet(head, 1 << made.Folio.Order);
            _folios.TryChangeFlags(head, FolioFlags.Cached);
            if (!_files.Find(made.Page.File)!.IsDax)
            {
                _folios.AddToLru(head);
            }

            Context.System.EventStream.Publish(new FolioCached(made.Folio, made.Page));
        }

        _folios.Put(head);
        Self.Tell(made.Retry, Sender);
    }

    /// <summary>folio_lock: the message comes again when a lock is given back.</summary>
    private bool WaitsForLock(Folio folio, object message)
    {
        bool waits = IsLocked(folio);
        if (waits)
        {
            _locks.Wait(folio.Head, message, Sender);
        }

        return waits;
    }

    private sealed record CacheFolio(FilePage Page, FrameBlock Folio, object Retry);
}
