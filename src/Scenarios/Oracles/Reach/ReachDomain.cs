using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What one domain's entries lead to, and how far their removal is.</summary>
internal sealed class ReachDomain
{
    private readonly SortedSpans<ReachWindow> _windows = new();

    // Windows whose IOVA has entries of a later life while they are not finished: hardly ever any.
    private readonly List<ReachWindow> _replaced = [];
    private readonly Dictionary<long, List<Removal>> _batches = [];

    /// <summary>Unmapped windows may be reached until a flush: exposure and no violation.</summary>
    public DomainType Type { get; set; }

    public bool IsLazy => Type == DomainType.Lazy;

    /// <summary>Entries of a later life take the place of windows that they overlap.</summary>
    public void Add(ReachWindow window)
    {
        Replace(window.FirstPage, window.EndPage);
        _windows.Add(window);
    }

    /// <summary>Moves windows out of the way of entries that are being written.</summary>
    public void Replace(ulong firstPage, ulong endPage)
    {
        int at = _windows.IndexOfFirstEndingAbove(firstPage);
        while (at < _windows.Count && _windows[at].FirstPage < endPage)
        {
            if (!_windows[at].IsFinished)
            {
                _replaced.Add(_windows[at]);
            }

            _windows.RemoveAt(at);
        }
    }

    /// <summary>The window that an access went through, of the latest life that its step knows; null when nothing that
    /// is remembered leads there.</summary>
    public ReachWindow? Find(Iova iova, PhysAddr phys, in Stamp stamp, out bool isKnown)
    {
        ulong page = Pages.First(iova);
        ReachWindow? window = _windows.Find(page);
        isKnown = window is not null;
        bool leads = window is not null && LeadsTo(window, page, phys);
        if (leads && (window!.IsFinished || window.IsWrittenBefore(page, stamp)))
        {
            return window;
        }

        foreach (ReachWindow older in _replaced)
        {
            if (older.FirstPage <= page && page < older.EndPage && LeadsTo(older, page, phys))
            {
                return older;
            }
        }

        return leads ? window : null;
    }

    /// <summary>Appends the windows that meet pages: those of today in order, then older ones.</summary>
    public void AddOverlapping(ulong firstPage, ulong endPage, List<ReachWindow> found)
    {
        int at = _windows.IndexOfFirstEndingAbove(firstPage);
        for (; at < _windows.Count && _windows[at].FirstPage < endPage; at++)
        {
            found.Add(_windows[at]);
        }

        foreach (ReachWindow older in _replaced)
        {
            if (older.FirstPage < endPage && firstPage < older.EndPage)
            {
                found.Add(older);
            }
        }
    }

    public void Clear(EntriesCleared cleared, List<ReachWindow> scratch, Epoch here)
    {
        (ulong first, ulong end) = (Pages.First(cleared.Start), Pages.End(cleared.Start, cleared.LengthBytes));
        scratch.Clear();
        AddOverlapping(first, end, scratch);
        foreach (ReachWindow window in scratch)
        {
            window.Clear(first, end, here);
        }
    }

    /// <summary>Notes which removals a batch covers: those inside one of its ranges that come before it.</summary>
    public void Submit(InvalidationSubmitted submitted, List<ReachWindow> scratch, in Stamp stamp)
    {
        List<Removal> covered = [];
        foreach (FlushRange flush in submitted.Ranges.Span)
        {
            if (flush.Side == FlushSide.Unmap)
            {
                ulong first = Pages.First(flush.Range.Start);
                ulong end = Pages.End(flush.Range.Start, flush.Range.LengthBytes);
                Submit(first, end, covered, scratch, stamp);
            }
        }

        _batches[submitted.Batch] = covered;
    }

    /// <summary>Appends the removals that a batch completes.</summary>
    public void Complete(InvalidationCompleted completed, List<Removal> done, in Stamp stamp)
    {
        if (!_batches.Remove(completed.Batch, out List<Removal>? covered))
        {
            return;
        }

        foreach (Removal removal in covered)
        {
            if (removal.TryComplete(stamp))
            {
                removal.Window.CountRemoved(removal);
                done.Add(removal);
            }
        }
    }

    public void Finish(ReachWindow window)
    {
        window.Finish();
        _replaced.Remove(window);
    }

    private static bool LeadsTo(ReachWindow window, ulong page, PhysAddr phys) =>
        window.IsFinished || window.Leads(page, window.ChunkAt(page), Pfn.Of(phys));

    private void Submit(
        ulong firstPage, ulong endPage, List<Removal> covered, List<ReachWindow> scratch, in Stamp stamp)
    {
        scratch.Clear();
        AddOverlapping(firstPage, endPage, scratch);
        foreach (ReachWindow window in scratch)
        {
            SortedSpans<Removal> removals = window.Removals;
            int at = removals.IndexOfFirstEndingAbove(firstPage);
            for (; at < removals.Count && removals[at].EndPage <= endPage; at++)
            {
                Cover(removals[at], firstPage, endPage, covered, stamp);
            }
        }
    }

    private static void Cover(Removal removal, ulong firstPage, ulong endPage, List<Removal> covered, in Stamp stamp)
    {
        if (removal.FirstPage >= firstPage && removal.EndPage <= endPage && removal.TrySubmit(stamp))
        {
            covered.Add(removal);
        }
    }
}
