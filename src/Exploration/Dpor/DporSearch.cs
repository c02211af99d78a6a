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
        for (int depth = Math.Max(_keep, _root); depth < _graph.Count; depth++)
        {
            foreach (List<WakeupStep> sequence in _schedule.Path[depth].LeftOut)
            {
                Place(depth, [.. sequence]);
            }
        }

        // Footprints and choices depend on the state: what a race leads to must then be judged with the whole run.
        for (int later = _graph.IsUnsure ? 0 : _keep; later < _graph.Count; later++)
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
        TakeIndependent(earlier, _graph.IsUnsure ? _graph.Count : later);
        _sequence.Add(WakeupStep.Of(_graph, later, sameState: false));
        Insert(_schedule.Path[earlier], _sequence);
    }

    /// <summary>Plans the run in which a timer fires that was cancelled in this one.</summary>
    private void PlanTimer(ulong timer, int instead)
    {
        TakeIndependent(instead, _graph.Count);
        Delivery firing = _graph[instead].Delivery with { Id = timer, Kind = StepKind.Timer };
        _sequence.Add(new WakeupStep(firing, [], null));
        Insert(_schedule.Path[instead], _sequence);
    }

    /// <summary>A sequence was left to a delivery whose footprint was not known. It is now: follows the run as far as
    /// that goes along with the sequence, and plans it where it does not.</summary>
    private void Place(int depth, List<WakeupStep> sequence)
    {
        while (sequence.Count > 0 && depth < _graph.Count)
        {
            WakeupStep made = WakeupStep.Of(_graph, depth, sameState: true);
            if (!WakeupTree.Leads(made, sequence, _graph.Dependence))
            {
                Insert(_schedule.Path[depth], sequence);
                return;
            }

            if (IsAsleep(_schedule.Path[depth], sequence))
            {
                return;
            }

            sequence.RemoveAll(step => step.Id == made.Id);
            depth++;
        }
    }

    /// <summary>Takes what comes after an event, up to another, and does not hang on it.</summary>
    private void TakeIndependent(int earlier, int end)
    {
        _sequence.Clear();
        for (int between = earlier + 1; between < end; between++)
        {
            if (!_graph.Precedes(earlier, between))
            {
                _sequence.Add(WakeupStep.Of(_graph, between, sameState: true));
            }
        }
    }

    private void Insert(DporState state, List<WakeupStep> sequence)
    {
        if (!IsAsleep(state, sequence))
        {
            WakeupTree.Insert(state.Branches, sequence, _graph.Dependence, _graph.IsUnsure);
        }
    }

    /// <summary>Whether somebody explored, from this state, what the sequence leads to.</summary>
    private bool IsAsleep(DporState state, List<WakeupStep> sequence)
    {
        foreach (WakeupStep asleep in state.Sleep)
        {
            if (WakeupTree.IsWeakInitial(asleep, sequence, _graph.Dependence))
            {
                return true;
            }
        }

        return false;
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
