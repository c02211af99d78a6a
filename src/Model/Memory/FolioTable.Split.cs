namespace PhyrActors.Model;

/// <summary>Large folios made small, and the batches in which folios wait for the LRU list.</summary>
/// <remarks>Sources: mm/huge_memory.c:__folio_split, mm/swap.c:folio_add_lru and lru_add_drain_all, v6.16.</remarks>
public sealed partial class FolioTable
{
    private readonly List<Pfn> _lruBatch = [];

    /// <summary>Folios that a batch for the LRU list holds before it is drained; 0: none waits.</summary>
    public int LruBatchFolios { get; init; }

    /// <summary>Large folios that were split.</summary>
    public long Splits { get; private set; }

    /// <summary>The zero page, or null before anybody asked for one.</summary>
    public Pfn? ZeroPage => _zeroPage;

    private bool IsUncounted(Pfn head) => _zeroPage == head && !CountsZeroPage;

    /// <summary>Splits a folio into folios of a smaller order, each mapped where it was: EAGAIN unless its references
    /// are those expected and one more, the caller's, which stays with the first; EINVAL where it is not
    /// larger.</summary>
    public Errno TrySplit(Pfn frame, int order)
    {
        if (!TryFind(frame, out Folio folio) || folio.Order <= order || order < 0)
        {
            return Errno.EINVAL;
        }

        if (folio.RefCount != folio.ExpectedRefs + 1 || folio.MapCount > 1)
        {
            return Errno.EAGAIN;
        }

        FolioRecord whole = _store.Find(frame, out _);
        _store.Remove(folio.Block);
        int refs = folio.MapCount + (folio.Has(FolioFlags.Cached) ? 1 << order : 0);
        for (ulong offset = 0; offset < folio.Block.Frames; offset += 1UL << order)
        {
            FrameBlock part = new(folio.Head + offset, order);
            _store.Add(part).BecomePartOf(whole, offset, refs + (offset == 0 ? 1 : 0));
            LiveFolios++;
        }

        LiveFolios--;
        Splits++;
        return Errno.None;
    }

    /// <summary>Lets a new folio wait in the CPU's batch, which holds a reference to it; a full batch is
    /// drained.</summary>
    public void AddToLru(Pfn frame)
    {
        if (LruBatchFolios == 0 || TryGet(frame) != Errno.None)
        {
            return;
        }

        TryChangeFlags(frame, FolioFlags.InLruBatch);
        _lruBatch.Add(frame);
        if (_lruBatch.Count >= LruBatchFolios)
        {
            DrainLru();
        }
    }

    /// <summary>Puts what waits on the LRU list and gives the batch's references back; gives how many there
    /// were.</summary>
    public int DrainLru()
    {
        int drained = _lruBatch.Count;
        foreach (Pfn frame in _lruBatch)
        {
            TryChangeFlags(frame, FolioFlags.None, FolioFlags.InLruBatch);
            Put(frame);
        }

        _lruBatch.Clear();
        return drained;
    }
}
