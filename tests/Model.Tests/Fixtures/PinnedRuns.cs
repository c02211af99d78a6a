namespace PhyrActors.Model.Tests;

/// <summary>What a pin finds page table block by page table block: frames and the folio that they are of.</summary>
internal sealed record PinnedRuns(IReadOnlyList<PinnedRun> Runs)
{
    public IEnumerable<CpuRange> Ranges => Runs.Select(static run => CpuRange.OfFrames(run.Frame, (ulong)run.Pages));

    /// <summary>Whole folios at drawn places, the first and the last in part, cut anywhere as batches cut; sometimes
    /// only the inside of one in the middle is mapped.</summary>
    public static PinnedRuns Drawn(Draws draws)
    {
        List<PinnedRun> runs = [];
        int folios = 1 + draws.Below(12);
        for (int i = 0; i < folios; i++)
        {
            int order = draws.Below(5);
            FrameBlock folio = FrameBlock.Holding(new Pfn((ulong)((i * 0x1000) + (draws.Below(100) << 5))), order);
            bool isInside = draws.Below(20) == 0;
            int skipped = i == 0 || isInside ? draws.Below((int)folio.Frames) : 0;
            int left = (int)folio.Frames - skipped;
            int pages = i == folios - 1 || isInside ? 1 + draws.Below(left) : left;
            int first = 1 + draws.Below(pages);
            runs.Add(new PinnedRun(folio.Head + (ulong)skipped, first, folio));
            if (first < pages)
            {
                runs.Add(new PinnedRun(folio.Head + (ulong)(skipped + first), pages - first, folio));
            }
        }

        return new PinnedRuns(runs);
    }

    /// <summary>The pins that a folio-wise pin takes: one for each folio.</summary>
    public int Folios => Runs.Where((run, i) => i == 0 || run.Folio != Runs[i - 1].Folio).Count();

    /// <summary>Whether only the first folio begins and only the last ends outside the list.</summary>
    public bool AreWholeFolios => Runs.Zip(Runs.Skip(1)).All(static pair => pair.First.Folio == pair.Second.Folio
        || (pair.First.Frame + (ulong)pair.First.Pages == pair.First.Folio.End
            && pair.Second.Frame == pair.Second.Folio.Head));

    /// <summary>Fills a storage as a pin does, which may know nothing of it.</summary>
    /// <returns>Null: it cannot hold them.</returns>
    public IRangeStorage<CpuRange>? Fill(ICpuSink sink, out string? refusal)
    {
        foreach (PinnedRun run in Runs)
        {
            refusal = sink.WhyNot(run.Frame, (ulong)run.Pages, run.Folio);
            if (refusal is not null)
            {
                return null;
            }

            sink.Append(run.Frame, (ulong)run.Pages, run.Folio);
        }

        refusal = null;
        return sink.Finish();
    }
}
