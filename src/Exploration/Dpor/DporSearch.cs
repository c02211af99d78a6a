namespace PhyrActors.Exploration;

/// <summary>Explores one run of every class, and no class twice: optimal dynamic partial order reduction.</summary>
/// <remarks>Stateless: each run starts anew and follows the path that led to the newest branch. Source: Abdulla,
/// Aronis, Jonsson and Sagonas, J. ACM 2017. A step is a message with its choices, and all values of a choice are in
/// conflict with each other.</remarks>
internal sealed class DporSearch
{
    private readonly RunGraph _graph;
    private readonly Reversals _reversals;
    private readonly DporSchedule _schedule;
    private readonly long _faultsMax;
    private readonly Action<int, List<WakeupStep>> _insert;
    private readonly List<(int Depth, List<WakeupStep> Sequence)> _outside = [];
    private DporTask _task = DporTask.Whole();
    private int _keep;
    private bool _isSetOut;

    /// <summary>A search of the whole tree.</summary>
    /// <param name="dependence">Which deliveries depend on each other.</param>
    /// <param name="faultsMax">How many choices of a run may be other than plain.</param>
    public DporSearch(Dependence dependence, long faultsMax)
    {
        _graph = new RunGraph(dependence);
        _reversals = new Reversals(_graph, faultsMax);
        _schedule = new DporSchedule(_graph, faultsMax);
        _faultsMax = faultsMax;
        _insert = Insert;
        Open(DporTask.Whole());
    }

    public RunGraph Graph => _graph;

    public ISchedule Schedule => _schedule;

    /// <summary>The last run stopped where it would only have repeated a class.</summary>
    public bool IsBlocked => _schedule.IsBlocked;

    /// <summary>Everything has been explored.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The last step of the task's prefix as it was in the last run.</summary>
    public WakeupStep RootStep => _reversals.Made(Root - 1);

    private int Root => _task.Prefix.Count;

    /// <summary>The share of the task's tree, as it is known now, that has been explored, in <c>[0, 1]</c>.</summary>
    public double ExploredShare => IsComplete ? 1 : ShareFrom(Root);

    /// <summary>Goes to a part of the tree.</summary>
    public void Open(DporTask task)
    {
        _task = task;
        _schedule.Open(task);
        _outside.Clear();
        (_keep, _isSetOut, IsComplete) = (0, true, false);
    }

    /// <summary>Prepares the next run; false when none is left.</summary>
    public bool TryBeginRun()
    {
        if (!TrySetOut())
        {
            return false;
        }

        _isSetOut = false;
        _graph.Begin(_keep);
        _reversals.Begin(_keep);
        _schedule.Begin();
        return true;
    }

    /// <summary>The run is over: plans what its races, the other way round, and its choices lead to.</summary>
    /// <remarks>Races of events that were there in earlier runs are judged again, with what is new in this
    /// one.</remarks>
    public void EndRun()
    {
        _reversals.End();
        for (int depth = Math.Max(_keep, Root); depth < _graph.Count; depth++)
        {
            foreach (List<WakeupStep> sequence in _schedule.Path[depth].LeftOut)
            {
                Place(depth, sequence);
            }
        }

        for (int index = 0; index < _graph.Count; index++)
        {
            _reversals.Visit(index, _insert);
        }
    }

    /// <summary>Sequences that begin within the prefix, by the state that they begin in: for whoever owns it.</summary>
    public IReadOnlyList<(int Depth, List<WakeupStep> Sequence)> TakeOutside()
    {
        (int Depth, List<WakeupStep> Sequence)[] outside = [.. _outside];
        _outside.Clear();
        return outside;
    }

    /// <summary>Ends the task before it is done: gives away its states down to the first at which more than one thing
    /// is left. Null when everything has been explored.</summary>
    public DporRest? Leave()
    {
        if (!TrySetOut())
        {
            return null;
        }

        // The last state's step has not been made yet.
        int last = _schedule.Path.Count - 1;
        int forked = Root;
        while (forked < last && _schedule.Path[forked].Branches.Count == 0)
        {
            forked++;
        }

        int root = forked < last ? forked + 1 : Root;
        GivenState[] given = new GivenState[root - Root];
        for (int i = 0; i < given.Length; i++)
        {
            DporState state = _schedule.Path[Root + i];
            given[i] = new GivenState(_reversals.Made(Root + i), state.Sleep, state.Branches);
        }

        return new DporRest(given, ShareFrom(root), [.. _schedule.Path.Skip(root)]);
    }

    /// <summary>A sequence was left to a delivery whose footprint was not known. It is now: plans the sequence when
    /// they depend on each other.</summary>
    private void Place(int depth, List<WakeupStep> sequence)
    {
        if (!_reversals.Made(depth).IsWeakInitial(sequence, _graph.Dependence, long.MaxValue))
        {
            Insert(depth, sequence);
        }
    }

    private void Insert(int depth, List<WakeupStep> sequence)
    {
        long faultsLeft = _faultsMax - _graph.FaultsBefore(depth);
        if (depth < Root)
        {
            if (!_task.Prefix[depth].Covers(sequence, _graph.Dependence, faultsLeft))
            {
                _outside.Add((depth, [.. sequence]));
            }
        }
        else if (!_schedule.Path[depth].IsAsleep(sequence, _graph.Dependence, faultsLeft))
        {
            WakeupTree.Insert(
                _schedule.Path[depth].Branches,
                [.. sequence],
                _graph.Dependence,
                faultsLeft,
                _graph.HasFootprints);
        }
    }

    private bool TrySetOut()
    {
        _isSetOut |= TryAdvance();
        IsComplete = !_isSetOut;
        return _isSetOut;
    }

    /// <summary>Goes back to the deepest state from which something is left to explore.</summary>
    private bool TryAdvance()
    {
        while (!_isSetOut && _schedule.Path.Count > Root)
        {
            int depth = _schedule.Path.Count - 1;
            DporState state = _schedule.Path[depth];
            _keep = depth;
            state.PutToSleep(_reversals.Made(depth));
            if (state.TrySetOut())
            {
                return true;
            }

            _schedule.DropLast();
        }

        return false;
    }

    private double ShareFrom(int root)
    {
        (double share, double below) = (0, 1);
        foreach (DporState state in _schedule.Path.Skip(root))
        {
            share += below * state.Explored / state.Known;
            below /= state.Known;
        }

        return share;
    }
}
