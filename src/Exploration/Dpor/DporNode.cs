namespace PhyrActors.Exploration;

/// <summary>A state of the tree's upper part: the steps that are explored from it, by whomever.</summary>
internal sealed class DporNode
{
    private readonly List<DporEntry> _entries = [];
    private readonly List<DporEntry> _unopened = [];
    private readonly long _faultsLeft;
    private IReadOnlyList<WakeupStep>? _sleep;
    private int _undone;

    /// <summary>A state that was given away by whoever explored the step above.</summary>
    /// <param name="above">The step that leads here.</param>
    /// <param name="state">What was known of it.</param>
    /// <param name="dependence">Which steps depend on each other.</param>
    /// <param name="faultsMax">How many choices of a run may be other than plain.</param>
    public DporNode(DporEntry above, GivenState state, Dependence dependence, long faultsMax)
    {
        (Above, Top, Dependence, _sleep) = (above, this, dependence, state.Sleep);
        Depth = (above.Home?.Depth ?? -1) + 1;
        _faultsLeft = faultsMax - above.Prefix.Sum(static frame => (long)frame.Step.Faults);
        Current = Plan(new WakeupTree(state.Step));
        _unopened.Clear();
        state.Branches.ToList().ForEach(branch => Plan(branch));
    }

    /// <summary>A state that nobody has been at yet.</summary>
    /// <param name="above">The step that leads here.</param>
    /// <param name="branches">What is planned from here.</param>
    public DporNode(DporEntry above, List<WakeupTree> branches)
    {
        DporNode home = above.Home!;
        (Above, Top, Dependence, Depth) = (above, home.Top, home.Dependence, home.Depth + 1);
        _faultsLeft = home._faultsLeft - above.Step.Faults;
        branches.ForEach(branch => Plan(branch));
    }

    public DporEntry Above { get; }

    /// <summary>The state that was given away, from which one comes here by planned steps only.</summary>
    public DporNode Top { get; }

    public Dependence Dependence { get; }

    /// <summary>How many steps lead here.</summary>
    public int Depth { get; }

    /// <summary>The step that was under way when the state was given away.</summary>
    public DporEntry? Current { get; }

    /// <summary>The share of what is known from here that has been explored.</summary>
    public double Share => _entries.Sum(static entry => entry.Share) / _entries.Count;

    /// <summary>What sleeps here; to be asked for once the footprints of all that was planned before are
    /// known.</summary>
    private IReadOnlyList<WakeupStep> Sleep => _sleep ??=
    [
        .. Above.Home!.SleepBefore(Above).Where(asleep => asleep.Id != Above.Step.Id && !Dependence.AreDependent(
            asleep.Delivery, asleep.Touches, Above.Step.Delivery, Above.Step.Touches)),
    ];

    /// <summary>Plans a sequence unless something that is explored from here leads to it.</summary>
    public void Add(List<WakeupStep> sequence)
    {
        foreach (WakeupStep asleep in Sleep)
        {
            if (asleep.IsWeakInitial(sequence, Dependence, _faultsLeft))
            {
                return;
            }
        }

        Insert(sequence);
    }

    /// <summary>The next step below this state that may be explored: the footprints of all that was planned before it
    /// are known, since they sleep then. Null when there is none.</summary>
    public DporEntry? OpenNext()
    {
        int at = _unopened.FindIndex(static entry => entry.Home!.IsReady(entry));
        if (at < 0)
        {
            return null;
        }

        DporEntry entry = _unopened[at];
        _unopened.RemoveAt(at);
        return entry;
    }

    /// <summary>One more end below this state is done; tells whether all are.</summary>
    public bool CountDone() => --_undone == 0;

    public IReadOnlyList<DporFrame> PrefixOf(DporEntry entry) =>
    [
        .. Above.Prefix,
        new DporFrame(
            entry.Step,
            [.. SleepBefore(entry)],
            [
                .. _entries.Skip(_entries.IndexOf(entry) + 1)
                    .Where(static other => other.IsEnd && other.Step.IsKnown)
                    .Select(static other => other.Step),
            ]),
    ];

    private IEnumerable<WakeupStep> SleepBefore(DporEntry entry) =>
        Sleep.Concat(_entries.TakeWhile(other => other != entry).Select(static other => other.Step));

    private bool IsReady(DporEntry entry) =>
        _entries.TakeWhile(other => other != entry).All(static other => other.Step.IsKnown)
        && (Top == this || Above.Home!.IsReady(Above));

    private void Insert(List<WakeupStep> sequence)
    {
        foreach (DporEntry entry in _entries)
        {
            if (!entry.Step.IsWeakInitial(sequence, Dependence, _faultsLeft))
            {
                continue;
            }

            if (entry.IsEnd)
            {
                entry.LeaveOut(sequence);
            }
            else
            {
                sequence.RemoveAll(step => step.Id == entry.Step.Id);
                if (sequence.Count > 0)
                {
                    entry.Below!.Insert(sequence);
                }
            }

            return;
        }

        Plan(WakeupTree.Chain(sequence));
    }

    private DporEntry Plan(WakeupTree branch)
    {
        DporEntry entry = new(this, branch);
        _entries.Add(entry);
        if (entry.IsEnd)
        {
            Top._undone++;
            Top._unopened.Add(entry);
        }

        return entry;
    }
}
