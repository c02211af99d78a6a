namespace PhyrActors.Exploration;

/// <summary>A race window that some run should open; one that was never open says that nothing was tested.</summary>
public sealed class Sometimes(string name)
{
    public string Name { get; } = name;

    /// <summary>How often it was open in this run.</summary>
    public long Count { get; private set; }

    public void Reach() => Count++;
}

/// <summary>How often a race window was open over many runs.</summary>
/// <param name="Name">The window's name.</param>
/// <param name="Schedules">The number of runs in which it was open.</param>
/// <param name="Times">The number of openings in all of them.</param>
public sealed record WindowCount(string Name, long Schedules, long Times);

/// <summary>Sums race windows over runs, in the order in which their names were first met.</summary>
internal sealed class WindowTally
{
    private readonly List<WindowCount> _counts = [];

    public IReadOnlyList<WindowCount> Counts => [.. _counts];

    public void Add(IReadOnlyList<Sometimes> windows)
    {
        for (int i = 0; i < windows.Count; i++)
        {
            Add(i, windows[i].Name, windows[i].Count > 0 ? 1 : 0, windows[i].Count);
        }
    }

    public void Add(IReadOnlyList<WindowCount> counts)
    {
        for (int i = 0; i < counts.Count; i++)
        {
            Add(i, counts[i].Name, counts[i].Schedules, counts[i].Times);
        }
    }

    // Where a name is likely to stand: every run lists its windows in the same order.
    private void Add(int likely, string name, long schedules, long times)
    {
        bool asLikely = likely < _counts.Count && _counts[likely].Name == name;
        int index = asLikely ? likely : _counts.FindIndex(count => count.Name == name);
        if (index < 0)
        {
            _counts.Add(new WindowCount(name, schedules, times));
        }
        else if (times > 0)
        {
            WindowCount old = _counts[index];
            _counts[index] = new WindowCount(name, old.Schedules + schedules, old.Times + times);
        }
    }
}
