namespace PhyrActors.Model;

/// <summary>A set of byte offsets, kept as sorted runs that never touch.</summary>
/// <remarks>Made for few runs: pieces linked in a row are one run, and a sync takes them out again.</remarks>
internal sealed class OffsetRuns
{
    private readonly List<Run> _runs = [];

    public bool IsEmpty => _runs.Count == 0;

    public void Add(ulong offset, ulong lengthBytes)
    {
        Run added = new(offset, offset + lengthBytes);
        int at = FirstEndingAtOrAfter(added.Start);
        int past = at;
        while (past < _runs.Count && _runs[past].Start <= added.End)
        {
            added = new Run(Math.Min(added.Start, _runs[past].Start), Math.Max(added.End, _runs[past].End));
            past++;
        }

        _runs.RemoveRange(at, past - at);
        _runs.Insert(at, added);
    }

    public void Remove(ulong offset, ulong lengthBytes)
    {
        ulong end = offset + lengthBytes;
        int at = FirstEndingAtOrAfter(offset + 1);
        while (at < _runs.Count && _runs[at].Start < end)
        {
            Run cut = _runs[at];
            _runs.RemoveAt(at);
            if (cut.Start < offset)
            {
                _runs.Insert(at++, cut with { End = offset });
            }

            if (cut.End > end)
            {
                _runs.Insert(at++, cut with { Start = end });
            }
        }
    }

    public void Clear() => _runs.Clear();

    private int FirstEndingAtOrAfter(ulong offset)
    {
        int low = 0;
        int high = _runs.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _runs[middle].End < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private readonly record struct Run(ulong Start, ulong End);
}
