using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>How a window's entries go, and who used them.</summary>
internal sealed partial class ReachWindow
{
    private ulong _removedPages;

    public SortedSpans<Removal> Removals { get; } = new();

    public LastUses? Translated { get; private set; }

    public LastUses? Landed { get; private set; }

    /// <summary>Every page is removed for good and every frame given back.</summary>
    public bool CanFinish => !IsFinished && Pin is not { HasEnded: false } && _removedPages == EndPage - FirstPage;

    public void RecordTranslation(Epoch here, int firstChunk, int endChunk) =>
        (Translated ??= new LastUses()).Record(here, firstChunk, endChunk, Chunks);

    public void RecordLanding(Epoch here, int firstChunk, int endChunk) =>
        (Landed ??= new LastUses()).Record(here, firstChunk, endChunk, Chunks);

    /// <summary>Whether the removal of a page is complete.</summary>
    public bool IsRemoved(ulong page) => Removals.Count > 0 && Removals.Find(page) is { IsComplete: true };

    /// <summary>Whether the entry of a page is cleared.</summary>
    public bool IsCleared(ulong page) => Removals.Count > 0 && Removals.Find(page) is not null;

    /// <summary>Notes that the removal of some pages is complete.</summary>
    public void CountRemoved(Removal removal) => _removedPages += removal.EndPage - removal.FirstPage;

    /// <summary>Notes that entries were cleared; those cleared before stay as they are.</summary>
    public void Clear(ulong firstPage, ulong endPage, Epoch here)
    {
        ulong page = Math.Max(firstPage, FirstPage);
        endPage = Math.Min(endPage, EndPage);
        while (page < endPage)
        {
            int next = Removals.IndexOfFirstEndingAbove(page);
            Removal? old = next < Removals.Count ? Removals[next] : null;
            ulong end = old is null ? endPage : Math.Min(endPage, old.FirstPage);
            if (end > page)
            {
                Removals.Add(new Removal(this, page, end, here));
            }

            page = old is null ? end : Math.Max(end, old.EndPage);
        }
    }

    /// <summary>How far the removal of pages is in the past of a step: that of the page that is furthest from
    /// gone.</summary>
    public RemovalStep StepIn(ulong firstPage, ulong endPage, in Stamp stamp, out IovaRange worst, out Epoch missing)
    {
        RemovalStep least = RemovalStep.Completed;
        (worst, missing) = (default, default);
        firstPage = Math.Max(firstPage, FirstPage);
        endPage = Math.Min(endPage, EndPage);
        for (ulong page = firstPage; page < endPage && least > RemovalStep.None;)
        {
            int at = Removals.IndexOfFirstEndingAbove(page);
            Removal? removal = at < Removals.Count ? Removals[at] : null;
            bool inside = removal?.FirstPage <= page;
            RemovalStep step = inside ? removal!.StepIn(stamp) : RemovalStep.None;
            ulong end = Math.Min(endPage, inside ? removal!.EndPage : removal?.FirstPage ?? endPage);
            if (step < least)
            {
                (least, worst) = (step, Pages.Range(page, end));
                missing = inside ? removal!.MissingIn(stamp) : default;
            }

            page = end;
        }

        return least;
    }

    /// <summary>A use of entries that is not in the past of a step; default when there is none. Chunks of which other
    /// pages stay mapped are left out: their last use may have been of those.</summary>
    public Epoch UseMissingIn(in Stamp stamp, Removal removal)
    {
        int firstChunk = ChunkAt(removal.FirstPage);
        int endChunk = ChunkAt(removal.EndPage - 1) + 1;
        firstChunk += PagesOf(firstChunk, firstChunk + 1).FirstPage < removal.FirstPage ? 1 : 0;
        endChunk -= PagesOf(endChunk - 1, endChunk).EndPage > removal.EndPage ? 1 : 0;
        Epoch missing = Translated?.MissingIn(stamp, firstChunk, endChunk) ?? default;
        return missing.Index != 0 ? missing : Landed?.MissingIn(stamp, firstChunk, endChunk) ?? default;
    }
}
