namespace PhyrActors.Exploration;

/// <summary>What a delay-bounded enumeration still has to run: level by level, fewest deviations first, in the order of
/// the runs that they start from.</summary>
internal sealed record DelayFrontier
{
    /// <summary>How many runs are laid out at once.</summary>
    private const int PlanMax = 4096;

    private readonly IReadOnlyList<DelayedRun> _parents;
    private readonly IReadOnlyList<DelayedRun> _children;
    private readonly int _level;
    private readonly int _bound;
    private readonly long _skipped;

    public DelayFrontier(int bound)
        : this(bound, 0, [], 0, [])
    {
    }

    /// <param name="bound">The most deviations.</param>
    /// <param name="level">How many deviations the runs have that come next.</param>
    /// <param name="parents">The runs with one deviation fewer.</param>
    /// <param name="skipped">How many runs of this level are done.</param>
    /// <param name="children">Those of them that can be deviated from.</param>
    private DelayFrontier(
        int bound, int level, IReadOnlyList<DelayedRun> parents, long skipped, IReadOnlyList<DelayedRun> children)
    {
        (_bound, _level, _parents, _skipped, _children) = (bound, level, parents, skipped, children);
        Plan = level > bound ? [] : level == 0 ? [[]] : [.. Level().Skip((int)skipped).Take(PlanMax)];
    }

    /// <summary>The deviations of the next runs.</summary>
    public IReadOnlyList<IReadOnlyList<Delay>> Plan { get; }

    /// <summary>Whether runs of this level will be deviated from.</summary>
    public bool IsExpanded => _level < _bound;

    /// <summary>The frontier after so many runs of the plan.</summary>
    public DelayFrontier After(IReadOnlyList<RunNote> runs)
    {
        if (runs.Count == 0)
        {
            return this;
        }

        List<DelayedRun> children = [.. _children];
        foreach (RunNote run in runs)
        {
            if (run.Left is DelayedRun child)
            {
                children.Add(child);
            }
        }

        DelayFrontier next = new(_bound, _level, _parents, _skipped + runs.Count, children);
        bool isDone = _level == 0 || next.Plan.Count == 0;
        return !isDone ? next : new DelayFrontier(_bound, _level + 1, children, 0, []);
    }

    public void Save(TraceWriter writer)
    {
        writer.Number((ulong)_level);
        writer.Number((ulong)_skipped);
        foreach (IReadOnlyList<DelayedRun> runs in (IReadOnlyList<DelayedRun>[])[_parents, _children])
        {
            writer.Number((ulong)runs.Count);
            foreach (DelayedRun run in runs)
            {
                run.Save(writer);
            }
        }
    }

    public DelayFrontier Load(TraceReader reader)
    {
        int level = reader.Int();
        long skipped = reader.Long();
        IReadOnlyList<DelayedRun> parents = reader.List(DelayedRun.Load);
        return new DelayFrontier(_bound, level, parents, skipped, reader.List(DelayedRun.Load));
    }

    private IEnumerable<IReadOnlyList<Delay>> Level()
    {
        foreach (DelayedRun parent in _parents)
        {
            for (int later = 0; later < parent.Others.Count; later++)
            {
                for (int value = 1; value <= parent.Others[later]; value++)
                {
                    yield return parent.Child(later, value);
                }
            }
        }
    }
}
