namespace PhyrActors.Host;

/// <summary>Which seeds are done, as runs of neighbours, and which comes next.</summary>
/// <remarks>Seeds are handed out in order, so all but the few that are under way are one run.</remarks>
internal sealed class SeedLedger
{
    private readonly SortedDictionary<ulong, ulong> _lastByFirst = [];
    private ulong _next;

    /// <param name="first">The first seed.</param>
    /// <param name="done">Runs of seeds that need not be done again.</param>
    public SeedLedger(ulong first, IEnumerable<(ulong First, ulong Last)> done)
    {
        _next = first;
        foreach ((ulong start, ulong last) in done)
        {
            _lastByFirst.Add(start, last);
        }
    }

    /// <summary>Runs of seeds that are done, in order; both ends inclusive.</summary>
    public IReadOnlyList<(ulong First, ulong Last)> Done =>
        [.. _lastByFirst.Select(static run => (run.Key, run.Value))];

    /// <summary>The next seed that is neither done nor handed out.</summary>
    public ulong Take()
    {
        foreach ((ulong first, ulong last) in _lastByFirst)
        {
            if (first <= _next && _next <= last)
            {
                _next = last + 1;
            }
        }

        return _next++;
    }

    public void Finish(ulong seed)
    {
        ulong first = seed;
        ulong last = seed;
        foreach ((ulong start, ulong end) in _lastByFirst)
        {
            first = end + 1 == seed ? start : first;
            last = start == seed + 1 ? end : last;
        }

        _lastByFirst.Remove(last == seed ? seed : seed + 1);
        _lastByFirst[first] = last;
    }
}
