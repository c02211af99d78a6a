namespace PhyrActors.Model.Tests;

/// <summary>The slow twin: one state a granule, every place tried.</summary>
internal sealed class GranuleMap(int endGranule)
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

    /// <summary>Some legal place is free below a limit.</summary>
    public bool HasPlace(int granules, int limitEnd) =>
        Enumerable.Range(1, Math.Max(Math.Min(limitEnd, endGranule) - 1, 0))
            .Any(start => IsLegal(start, granules, limitEnd));

    /// <summary>A place is free, naturally aligned, above granule 0 and below a limit.</summary>
    public bool IsLegal(int start, int granules, int limitEnd)
    {
        int alignment = 1;
        while (alignment < granules)
        {
            alignment *= 2;
        }

        return start >= 1
            && start % alignment == 0
            && start + granules <= Math.Min(limitEnd, endGranule)
            && IsAll(Granule.Free, start, granules);
    }

    public void Take(int start, int granules)
    {
        Array.Fill(_granules, Granule.Live, start, granules);
        _live.Add(start, granules);
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
