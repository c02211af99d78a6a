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
    private readonly int _root;
    private readonly Action<int, List<WakeupStep>> _insert;
    private int _keep;
    private bool _begun;

    /// <param name="dependence">Which deliveries depend on each other.</param>
    /// <param name="faultsMax">How many choices of a run may be other than plain.</param>
    /// <param name="task">The part of the tree to explore.</param>
    public DporSearch(Dependence dependence, long faultsMax, DporTask task)
    {
        _graph = new RunGraph(dependence);
        _reversals = new Reversals(_graph, faultsMax);
        _schedule = new DporSchedule(_graph, task, faultsMax);
        _insert = Insert;
        (_faultsMax, _root) = (faultsMax, task.Prefix.Count);
    }

    public RunGraph Graph => _graph;

    public ISchedule Schedule => _schedule;

    /// <summary>The last run stopped where it would only have repeated a class.</summary>
    public bool IsBlocked => _schedule.IsBlocked;

    /// <summary>Everything has been explored.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The share of the tree, as it is known now, that has been explored, in <c>[0, 1]</c>.</summary>
    public double ExploredShare
    {
        get
        {
            (double share, double below) = (0, 1);
            foreach (DporState state in _schedule.Path.Skip(_root))
            {
                share += below * state.Explored / state.Known;
                below /= state.Known;
            }

            return IsComplete ? 1 : share;
        }
    }

    /// <summary>Prepares the next run; false when none is left.</summary>
    public bool TryBeginRun()
    {
        if (_begun && !TryAdvance())
        {
            IsComplete = true;
            return false;
        }

        _begun = true;
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
        for (int depth = Math.Max(_keep, _root); depth < _graph.Count; depth++)
        {
            foreach (List<WakeupStep> sequence in _schedule.Path[depth].LeftOut)
            {
                Place(depth, sequence);
            }
        }

        for (int index = _root; index < _graph.Count; index++)
        {
            _reversals.Visit(index, _insert);
        }
    }

    /// <summary>A sequence was left to a delivery whose footprint was not known. It is now: plans the sequence when they
    /// depend on each other.</summary>
    private void Place(int depth, List<WakeupStep> sequence)
    {
        if (!_reversals.Made(depth).IsWeakInitial(sequence, _graph.Dependence, long.MaxValue))
        {
            Insert(depth, sequence);
        }
    }

    private void Insert(int depth, List<WakeupStep> sequence)
    {
        DporState state = _schedule.Path[depth];
        long faultsLeft = _faultsMax - _graph.FaultsBefore(depth);
        foreach (WakeupStep asleep in state.Sleep)
        {
            if (asleep.IsWeakInitial(sequence, _graph.Dependence, faultsLeft))
            {
                return;
            }
        }

        WakeupTree.Insert(state.Branches, [.. sequence], _graph.Dependence, faultsLeft, _graph.HasFootprints);
    }

    /// <summary>Goes back to the deepest state from which something is left to explore.</summary>
    private bool TryAdvance()
    {
        while (_schedule.Path.Count > _root)
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
}
