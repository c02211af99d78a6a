namespace PhyrActors.Exploration;

/// <summary>Which step of a run is which of a trace, when the program may have changed in between.</summary>
/// <remarks>It is the one with the same identity and class of message; else one that the same recorded step caused, of
/// the same class, to the same actor: a message that is sent in addition moves the identities of those behind it. An
/// actor is the one with the same identity, or the same path and cause.</remarks>
internal sealed class Correspondence
{
    private readonly Trace _trace;
    private readonly Dictionary<ulong, int> _places = [];
    private readonly Dictionary<ulong, ulong> _actors = [];
    private readonly List<ulong> _actorOfSerial = [];
    private readonly List<int> _recordedOf = [-1];
    private readonly bool[] _came;

    public Correspondence(Trace trace)
    {
        _trace = trace;
        _came = new bool[trace.Steps.Count];
        for (int index = 0; index < trace.Steps.Count; index++)
        {
            _places.TryAdd(trace.Steps[index].Id, index);
        }
    }

    /// <summary>Whether the recorded step has come.</summary>
    public bool HasCome(int index) => _came[index];

    /// <summary>Whether what sent the recorded step has come, or is the world outside.</summary>
    public bool WasCaused(int index) => _trace.Steps[index].Cause == 0 || _came[_trace.Steps[index].Cause - 1];

    /// <summary>The place among those enabled of a recorded step, or -1.</summary>
    public int Find(IEnabledSteps enabled, int index)
    {
        for (int place = 0; place < enabled.Count; place++)
        {
            if (enabled.Id(place) == _trace.Steps[index].Id && IsOfClass(index, enabled.View(place)))
            {
                return place;
            }
        }

        for (int place = 0; place < enabled.Count; place++)
        {
            StepView view = enabled.View(place);
            if (IsLike(index, view) && !IsItself(view))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>The recorded step, not yet come, that a step is; -1 for a new one.</summary>
    public int RecordedOf(in StepView view) => IsItself(view) ? _places[view.Id] : FirstLike(view);

    /// <summary>Whether an actor of the run, by its number, is the recorded one; the world outside is 0.</summary>
    public bool IsActor(int serial, ulong recordedId) =>
        (serial < _actorOfSerial.Count ? _actorOfSerial[serial] : 0) == ActorOf(recordedId);

    /// <summary>The next step of the run is a recorded one, or a new one: -1.</summary>
    public void Add(in StepView step, int index)
    {
        while (_actorOfSerial.Count <= step.Serial)
        {
            _actorOfSerial.Add(0);
        }

        _actorOfSerial[step.Serial] = step.ActorId;
        _recordedOf.Add(index);
        if (index >= 0)
        {
            _came[index] = true;
            _actors[_trace.Steps[index].ActorId] = step.ActorId;
        }
    }

    private int FirstLike(in StepView view)
    {
        for (int index = 0; index < _came.Length; index++)
        {
            if (!_came[index] && IsLike(index, view))
            {
                return index;
            }
        }

        return -1;
    }

    private bool IsItself(in StepView view) =>
        _places.TryGetValue(view.Id, out int index) && !_came[index] && IsOfClass(index, view);

    private bool IsOfClass(int index, in StepView view)
    {
        TraceStep step = _trace.Steps[index];
        return step.Kind == view.Kind && step.Message == StepText.MessageClass(view.Message);
    }

    private bool IsLike(int index, in StepView view)
    {
        TraceStep step = _trace.Steps[index];
        bool isActor = step.Kind == StepKind.Creation
            ? step.Actor == StepText.Actor(view.Receiver)
            : ActorOf(step.ActorId) == view.ActorId;
        return isActor && _recordedOf[view.Cause] == step.Cause - 1 && IsOfClass(index, view);
    }

    private ulong ActorOf(ulong recordedId) => _actors.GetValueOrDefault(recordedId, recordedId);
}
