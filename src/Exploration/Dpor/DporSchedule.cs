namespace PhyrActors.Exploration;

/// <summary>Follows the path to the newest branch, then goes on where nothing sleeps, and keeps the states on its
/// way.</summary>
internal sealed class DporSchedule : ISchedule
{
    private readonly RunGraph _graph;
    private readonly long _faultsMax;
    private readonly List<DporState> _path = [];
    private readonly Stack<DporState> _spare = [];
    private int _depth;
    private int _choice;

    /// <param name="graph">The run so far.</param>
    /// <param name="faultsMax">How many choices of a run may be other than plain.</param>
    public DporSchedule(RunGraph graph, long faultsMax) => (_graph, _faultsMax) = (graph, faultsMax);

    /// <summary>The states so far, each before the delivery of its number.</summary>
    public IReadOnlyList<DporState> Path => _path;

    /// <summary>The run ended since everything enabled sleeps: it would only repeat a class.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>Goes to another part of the tree.</summary>
    public void Open(DporTask task)
    {
        _path.Clear();
        foreach (DporFrame frame in task.Prefix)
        {
            DporState state = new();
            state.Sleep.AddRange(frame.Sleep);
            state.SetOut(frame.Step.Id, frame.Step.Choices);
            _path.Add(state);
        }

        _path.AddRange(task.Path);
    }

    /// <summary>A new run: the states of the path lead it.</summary>
    public void Begin() => (_depth, _choice, IsBlocked) = (0, 0, false);

    public int Pick(IEnabledSteps enabled)
    {
        int depth = _depth++;
        _choice = 0;
        return depth < _path.Count ? Find(enabled, _path[depth].Current) : Enter(enabled, depth);
    }

    public int Choose(string site, int count)
    {
        if (_depth == 0)
        {
            return 0;
        }

        TraceChoice[] choices = _path[_depth - 1].Choices;
        return _choice < choices.Length ? choices[_choice++].Chosen : 0;
    }

    public void DropLast()
    {
        _spare.Push(_path[^1]);
        _path.RemoveAt(_path.Count - 1);
    }

    /// <summary>A state at which no run has been yet.</summary>
    private int Enter(IEnabledSteps enabled, int depth)
    {
        DporState state = _spare.TryPop(out DporState? spare) ? spare : new DporState();
        state.Begin(depth == 0 ? [] : _path[depth - 1].After);
        if (depth > 0)
        {
            state.InheritSleep(_path[depth - 1], _graph, depth - 1);
        }

        int picked = state.TrySetOut() ? Find(enabled, state.Current) : SetOutAwake(enabled, state, depth);
        if (picked < 0)
        {
            IsBlocked = true;
            _spare.Push(state);
            return picked;
        }

        _path.Add(state);
        return picked;
    }

    private int SetOutAwake(IEnabledSteps enabled, DporState state, int depth)
    {
        long faultsLeft = _faultsMax - _graph.FaultsBefore(depth);
        for (int i = 0; i < enabled.Count; i++)
        {
            if (state.FirstAwake(enabled.Id(i), faultsLeft) is { } choices)
            {
                state.SetOut(enabled.Id(i), choices);
                return i;
            }
        }

        return -1;
    }

    private static int Find(IEnabledSteps enabled, ulong id)
    {
        for (int i = 0; i < enabled.Count; i++)
        {
            if (enabled.Id(i) == id)
            {
                return i;
            }
        }

        throw new EngineException($"the planned delivery {id:x16} is not among the {enabled.Count} enabled ones");
    }
}
