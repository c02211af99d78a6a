namespace PhyrActors.Exploration;

/// <summary>Explores one run of every class, and no class twice: optimal dynamic partial order reduction.</summary>
/// <remarks>Stateless: each run starts anew and follows the path that led to the newest branch. Source: Abdulla,
/// Aronis, Jonsson and Sagonas, J. ACM 2017. Choices are explored as siblings of the delivery that makes them, and a
/// delivery sleeps when all its choices have been explored.</remarks>
internal sealed class DporSearch
{
    private readonly RunGraph _graph;
    private readonly RaceFinder _races;
    private readonly DporSchedule _schedule;
    private readonly long _faultsMax;
    private readonly int _root;
    private readonly List<WakeupStep> _sequence = [];
    private int _keep;
    private bool _begun;

    /// <param name="dependence">Which deliveries depend on each other.</param>
    /// <param name="faultsMax">How many choices of a run may be other than plain.</param>
    /// <param name="task">The part of the tree to explore.</param>
    public DporSearch(Dependence dependence, long faultsMax, DporTask task)
    {
        _graph = new RunGraph(dependence);
        _races = new RaceFinder(_graph);
        _schedule = new DporSchedule(_graph, task);
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
        _schedule.Begin();
        return true;
    }

    /// <summary>The run is over: plans what its races, the other way round, lead to.</summary>
    public void EndRun()
    {
        for (int later = _keep; later < _graph.Count; later++)
        {
            foreach (int earlier in _races.RacesWith(later))
            {
                if (earlier >= _root)
                {
                    Plan(earlier, later);
                }
            }
        }

        foreach ((ulong timer, int instead) in _races.CancelledTimers())
        {
            if (instead >= _root)
            {
                PlanTimer(timer, instead);
            }
        }
    }

    /// <summary>Plans the run in which the later one comes, with all that does not hang on the earlier one, in its
    /// place.</summary>
    private void Plan(int earlier, int later)
    {
        DporState state = _schedule.Path[earlier];
        _sequence.Clear();
        for (int between = earlier + 1; between < later; between++)
        {
            if (!_graph.Precedes(earlier, between))
            {
                _sequence.Add(WakeupStep.Of(_graph, between, sameState: true));
            }
        }

        _sequence.Add(WakeupStep.Of(_graph, later, sameState: false));
        Insert(state);
    }

    /// <summary>Plans the run in which a timer fires that was cancelled in this one.</summary>
    private void PlanTimer(ulong timer, int instead)
    {
        _sequence.Clear();
        Delivery firing = _graph[instead].Delivery with { Id = timer, Kind = StepKind.Timer };
        _sequence.Add(new WakeupStep(firing, [], null));
        Insert(_schedule.Path[instead]);
    }

    private void Insert(DporState state)
    {
        foreach (WakeupStep asleep in state.Sleep)
        {
            if (WakeupTree.IsWeakInitial(asleep, _sequence, _graph.Dependence))
            {
                return;
            }
        }

        WakeupTree.Insert(state.Branches, _sequence, _graph.Dependence);
    }

    /// <summary>Goes back to the deepest state from which something is left to explore.</summary>
    private bool TryAdvance()
    {
        while (_schedule.Path.Count > _root)
        {
            int depth = _schedule.Path.Count - 1;
            DporState state = _schedule.Path[depth];
            _keep = depth;
            if (state.TryNextChoices(_graph.Choices(depth), _faultsMax - FaultsBefore(depth), _graph.Touches(depth)))
            {
                return true;
            }

            state.PutToSleep(_graph[depth].Delivery);
            if (state.NextBranch is { } next)
            {
                state.SetOut(next);
                return true;
            }

            _schedule.DropLast();
        }

        return false;
    }

    private long FaultsBefore(int depth)
    {
        long faults = 0;
        for (int i = 0; i < depth; i++)
        {
            foreach (TraceChoice choice in _graph.Choices(i))
            {
                faults += choice.Chosen == 0 ? 0 : 1;
            }
        }

        return faults;
    }
}
