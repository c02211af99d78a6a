using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Neighbouring entries of one domain that map neighbouring chunks of one pin's range: what they lead to, when
/// they were written, synced, used and removed.</summary>
/// <remarks>Chunks are counted from the window's first. Costs 4 bytes a chunk, and 4 more for each actor that used
/// it.</remarks>
internal sealed partial class ReachWindow : IPageSpan
{
    private readonly List<(ulong EndPage, Epoch Step)> _writes = [];
    private readonly List<(ulong FirstPage, ulong EndPage, Epoch Step)> _syncs = [];
    private RangeCpu? _range;
    private uint[] _pagesBefore = [];

    public ReachWindow(EntriesWritten written, ReachPin? pin)
    {
        (Domain, Keeper, Pin, FirstChunk) = (written.Domain, written.Keeper, pin, written.FirstChunk);
        Prot = written.Prot;
        _range = written.Range;
        FirstPage = EndPage = Pages.First(written.Start);
    }

    public int Domain { get; }

    /// <summary>What the entries allow.</summary>
    public IoProt Prot { get; }

    public long Keeper { get; }

    /// <summary>The pin that keeps the frames; null when none was handed out under that number.</summary>
    public ReachPin? Pin { get; private set; }

    /// <summary>The index in the pin's range of the window's first chunk.</summary>
    public int FirstChunk { get; }

    public int Chunks { get; private set; }

    public ulong FirstPage { get; }

    public ulong EndPage { get; private set; }

    /// <summary>The pin is given back and nothing translates: only the removal is still of interest.</summary>
    public bool IsFinished => _range is null;

    /// <summary>Whether the entries continue these: then they join the window.</summary>
    public bool IsContinuedBy(EntriesWritten written) =>
        ReferenceEquals(_range, written.Range) && Keeper == written.Keeper && Domain == written.Domain
        && Prot == written.Prot
        && FirstChunk + Chunks == written.FirstChunk && EndPage == Pages.First(written.Start) && Removals.Count == 0;

    public void Append(EntriesWritten written, in Stamp stamp)
    {
        int chunks = Chunks + written.Chunks;
        if (_pagesBefore.Length < chunks)
        {
            Array.Resize(ref _pagesBefore, Chunks == 0 ? chunks : Math.Max(chunks, Chunks * 2));
        }

        for (; Chunks < chunks; Chunks++)
        {
            Phyr chunk = _range![FirstChunk + Chunks];
            _pagesBefore[Chunks] = checked((uint)(EndPage - FirstPage));
            EndPage += Pages.Count(chunk);
        }

        if (_writes.Count > 0 && _writes[^1].Step == stamp.Here)
        {
            _writes.RemoveAt(_writes.Count - 1);
        }

        _writes.Add((EndPage, stamp.Here));
    }

    /// <summary>The chunk that a page of the window lies in.</summary>
    public int ChunkAt(ulong page)
    {
        int found = _pagesBefore.AsSpan(0, Chunks).BinarySearch((uint)(page - FirstPage));
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Whether the entry of a page leads to a frame; once it is finished, a window no longer knows and says
    /// yes.</summary>
    public bool Leads(ulong page, int chunk, Pfn frame) =>
        _range is null
        || Pfn.Of(_range[FirstChunk + chunk].Start) + (page - FirstPage - _pagesBefore[chunk]) == frame;

    /// <summary>The pages of chunks of the window.</summary>
    public (ulong FirstPage, ulong EndPage) PagesOf(int firstChunk, int endChunk) => (
        FirstPage + _pagesBefore[firstChunk],
        endChunk == Chunks ? EndPage : FirstPage + _pagesBefore[endChunk]);

    /// <summary>Whether the entries of a page were written in the past of a step.</summary>
    public bool IsWrittenBefore(ulong page, in Stamp stamp)
    {
        if (stamp.Follows(_writes[^1].Step))
        {
            return true;
        }

        int at = _writes.Count - 1;
        while (at > 0 && _writes[at - 1].EndPage > page)
        {
            at--;
        }

        return stamp.Follows(_writes[at].Step);
    }

    /// <summary>Notes that pages were synced, as far as their entries were written before.</summary>
    public void Sync(ulong firstPage, ulong endPage, in Stamp stamp)
    {
        firstPage = Math.Max(firstPage, FirstPage);
        foreach ((ulong writtenEnd, Epoch step) in _writes)
        {
            ulong end = Math.Min(writtenEnd, endPage);
            if (end > firstPage)
            {
                AddSync(firstPage, end, stamp, stamp.Follows(step));
                firstPage = end;
            }
        }
    }

    /// <summary>Appends what was synced, and not cleared, in the past of a step.</summary>
    public void AddSyncedTo(List<IovaRange> synced, in Stamp stamp)
    {
        foreach ((ulong first, ulong end, Epoch step) in _syncs)
        {
            if (stamp.Follows(step))
            {
                AddUnclearedTo(synced, first, end, stamp);
            }
        }
    }

    /// <summary>Forgets what only a live mapping needs.</summary>
    public void Finish()
    {
        (_range, Pin, _pagesBefore) = (null, null, []);
        Translated = Landed = null;
        _syncs.Clear();
    }

    private void AddUnclearedTo(List<IovaRange> synced, ulong page, ulong endPage, in Stamp stamp)
    {
        while (page < endPage)
        {
            int at = Removals.IndexOfFirstEndingAbove(page);
            Removal? removal = at < Removals.Count ? Removals[at] : null;
            bool inside = removal?.FirstPage <= page;
            ulong end = Math.Min(endPage, inside ? removal!.EndPage : removal?.FirstPage ?? endPage);
            if (!inside || !stamp.Follows(removal!.Cleared))
            {
                synced.Add(Pages.Range(page, end));
            }

            page = end;
        }
    }

    private void AddSync(ulong firstPage, ulong endPage, in Stamp stamp, bool follows)
    {
        if (!follows)
        {
            return;
        }

        if (_syncs.Count > 0 && _syncs[^1] is { } last && last.Step == stamp.Here && last.EndPage == firstPage)
        {
            _syncs[^1] = (last.FirstPage, endPage, stamp.Here);
        }
        else
        {
            _syncs.Add((firstPage, endPage, stamp.Here));
        }
    }
}
