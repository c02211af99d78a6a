using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What one pin has of its process's memory: batches of entries.</summary>
/// <param name="process">Whose memory it is.</param>
internal sealed class AcceptedEntries(int process)
{
    private readonly List<ReadOnlyMemory<PteRun>> _batches = [];
    private bool _isInOrder = true;

    public int Process { get; } = process;

    /// <summary>Of what a private mapping shows of a file, such a pin may keep the file's page.</summary>
    public bool MayDiverge { get; init; }

    /// <summary>The first step that released any of it; index 0 while there is none.</summary>
    public Epoch Released { get; set; }

    /// <summary>Takes a batch, whose entries are in the order of addresses.</summary>
    public void Add(ReadOnlyMemory<PteRun> entries)
    {
        _isInOrder &= _batches.Count == 0 || _batches[^1].Span[^1].End <= entries.Span[0].Start;
        _batches.Add(entries);
    }

    /// <summary>Whether the pin has any of the same pages at the same addresses.</summary>
    /// <param name="changed">An entry of the process, as it was.</param>
    /// <param name="at">The first such page of the first such batch.</param>
    public bool TryFindOverlap(PteRun changed, out VirtAddr at)
    {
        for (int i = _isInOrder ? FirstThatEndsAfter(changed.Start) : 0; i < _batches.Count; i++)
        {
            ReadOnlySpan<PteRun> batch = _batches[i].Span;
            if (batch[0].Start >= changed.End)
            {
                if (_isInOrder)
                {
                    break;
                }

                continue;
            }

            foreach (PteRun run in batch)
            {
                if (run.Start < changed.End && run.End > changed.Start && IsSamePage(run, changed))
                {
                    at = run.Start < changed.Start ? changed.Start : run.Start;
                    return true;
                }
            }
        }

        at = default;
        return false;
    }

    /// <summary>Follows entries to other addresses; those that another page has taken the place of go unseen: no entry
    /// leads to them there.</summary>
    /// <param name="from">The first address, as it was.</param>
    /// <param name="lengthBytes">How much was moved.</param>
    /// <param name="to">Where it is now.</param>
    public void Move(VirtAddr from, ulong lengthBytes, VirtAddr to)
    {
        VirtAddr end = from + lengthBytes;
        int first = _isInOrder ? FirstThatEndsAfter(from) : 0;
        for (int i = _batches.Count - 1; i >= first; i--)
        {
            ReadOnlySpan<PteRun> batch = _batches[i].Span;
            if (batch[^1].End > from && batch[0].Start < end)
            {
                Move(i, from, end, to);
            }
        }
    }

    private void Move(int place, VirtAddr from, VirtAddr end, VirtAddr to)
    {
        List<PteRun> left = [];
        List<PteRun> moved = [];
        foreach (PteRun run in _batches[place].Span)
        {
            VirtAddr start = run.Start < from ? from : run.Start;
            VirtAddr stop = run.End < end ? run.End : end;
            if (start >= stop)
            {
                left.Add(run);
                continue;
            }

            PteRun part = Part(run, start, stop);
            moved.Add(part with { Start = to + (start - from) });
            if (run.Start < from)
            {
                left.Add(Part(run, run.Start, from));
            }

            if (run.End > end)
            {
                left.Add(Part(run, end, run.End));
            }
        }

        _batches.RemoveAt(place);
        if (left.Count > 0)
        {
            _batches.Insert(place, left.ToArray());
        }

        if (moved.Count > 0)
        {
            Add(moved.ToArray());
        }
    }

    private static PteRun Part(PteRun run, VirtAddr start, VirtAddr end) => run with
    {
        Start = start,
        Frame = run.Frame + ((start - run.Start) >> Pfn.FrameSizeLog2),
        Pages = (int)((end - start) >> Pfn.FrameSizeLog2),
    };

    private int FirstThatEndsAfter(VirtAddr start)
    {
        (int low, int high) = (0, _batches.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_batches[middle].Span[^1].End > start)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private static bool IsSamePage(PteRun run, PteRun other) =>
        unchecked(run.Frame.Value - (run.Start.Value >> Pfn.FrameSizeLog2))
        == unchecked(other.Frame.Value - (other.Start.Value >> Pfn.FrameSizeLog2));
}
