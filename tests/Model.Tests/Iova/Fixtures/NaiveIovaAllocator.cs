namespace PhyrActors.Model.Tests;

/// <summary>The slow twin: one state a granule, every place tried from the top.</summary>
internal sealed class NaiveIovaAllocator(int endGranule)
{
    private enum Granule
    {
        Free,
        Live,
        Reserved,
    }

    private readonly Granule[] _granules = new Granule[endGranule];
    private readonly SortedDictionary<int, int> _live = [];

    public IReadOnlyDictionary<int, int> Live => _live;

    public int? Allocate(int granules, int limitEnd)
    {
        int alignment = 1;
        while (alignment < granules)
        {
            alignment *= 2;
        }

        for (int start = Math.Min(limitEnd, endGranule) - granules; start >= 1; start--)
        {
            if (start % alignment == 0 && IsAll(Granule.Free, start, granules))
            {
                Array.Fill(_granules, Granule.Live, start, granules);
                _live.Add(start, granules);
                return start;
            }
        }

        return null;
    }

    public Errno Free(int start, int granules)
    {
        if (!_live.TryGetValue(start, out int length) || length != granules)
        {
            return Errno.EINVAL;
        }

        _live.Remove(start);
        Array.Fill(_granules, Granule.Free, start, granules);
        return Errno.None;
    }

    public Errno Reserve(int start, int granules)
    {
        int end = Math.Min(start + granules, endGranule);
        for (int i = start; i < end; i++)
        {
            if (_granules[i] == Granule.Live)
            {
                return Errno.EBUSY;
            }
        }

        for (int i = start; i < end; i++)
        {
            _granules[i] = Granule.Reserved;
        }

        return Errno.None;
    }

    private bool IsAll(Granule state, int start, int count)
    {
        for (int i = start; i < start + count; i++)
        {
            if (_granules[i] != state)
            {
                return false;
            }
        }

        return true;
    }
}
