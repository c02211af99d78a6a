using System.Runtime.InteropServices;

namespace PhyrActors.Exploration;

/// <summary>The deliveries of one run with their causes: happens-before without the run's own order.</summary>
/// <remarks>An event is a delivery together with the creations that follow it. Events are numbered from 0 in the run's
/// order. A run that begins like the one before need only be recorded from where it differs.</remarks>
/// <param name="dependence">Which deliveries depend on each other.</param>
/// <param name="isClosed">Whether the whole past of each event is kept, which is a square of bits; without it only what
/// comes directly before.</param>
internal sealed class RunGraph(Dependence dependence, bool isClosed = true)
{
    private readonly List<Event> _events = [];
    private readonly List<TraceChoice> _choices = [];
    private readonly List<Touch> _touches = [];
    private readonly List<int> _eventOfStep = [];
    private readonly List<int> _slotOfStep = [];
    private readonly BitRows _past = new();
    private readonly List<int> _before = [];
    private int[] _lastOfActor = [];
    private int[] _lastOfChannel = [];
    private int _steps;
    private bool _live = true;

    public Dependence Dependence => dependence;

    public int Count => _events.Count;

    /// <summary>Some step of the run has a footprint.</summary>
    public bool HasFootprints => _touches.Count > 0;

    /// <summary>The world outside made choices before the first delivery.</summary>
    public bool HasStartChoices { get; private set; }

    public ref readonly Event this[int index] => ref CollectionsMarshal.AsSpan(_events)[index];

    /// <summary>What the world outside chose before the first delivery.</summary>
    public ReadOnlySpan<TraceChoice> StartChoices =>
        CollectionsMarshal.AsSpan(_choices)[..(Count == 0 ? _choices.Count : _events[0].FirstChoice)];

    public ReadOnlySpan<TraceChoice> Choices(int index) => CollectionsMarshal.AsSpan(_choices)
        [_events[index].FirstChoice..(index + 1 < Count ? _events[index + 1].FirstChoice : _choices.Count)];

    public ReadOnlySpan<Touch> Touches(int index) => CollectionsMarshal.AsSpan(_touches)
        [_events[index].FirstTouch..(index + 1 < Count ? _events[index + 1].FirstTouch : _touches.Count)];

    /// <summary>How many choices of the events before this one are other than plain.</summary>
    public int FaultsBefore(int index)
    {
        int end = index < Count ? _events[index].FirstChoice : _choices.Count;
        return WakeupStep.FaultsIn(CollectionsMarshal.AsSpan(_choices)[..end]);
    }

    /// <summary>Whether an event happens before another.</summary>
    public bool Precedes(int earlier, int later) => earlier < later && _past.Has(later, earlier);

    /// <summary>Adds an event and its past to a set of events that is as wide as the event's number.</summary>
    public void AddPast(int index, Span<ulong> events)
    {
        ReadOnlySpan<ulong> past = _past[index];
        for (int word = 0; word <= index >> 6; word++)
        {
            events[word] |= past[word];
        }

        events[index >> 6] |= 1UL << (index & 63);
    }

    /// <summary>The event of a step of the run, numbered from 1; -1 for the start.</summary>
    public int EventOf(long step) => step == 0 ? -1 : _eventOfStep[(int)step - 1];

    /// <summary>The event of a place in clocks; -1 for the start, and for a place that no step of this run
    /// has.</summary>
    public int EventOf(Epoch epoch)
    {
        int index = 0;
        for (int step = 0; step < _slotOfStep.Count; step++)
        {
            if (_slotOfStep[step] == epoch.Actor && ++index == epoch.Index)
            {
                return _eventOfStep[step];
            }
        }

        return -1;
    }

    /// <summary>Adds the events that come directly before an event, some perhaps twice: everything in its past is among
    /// these or before one of them.</summary>
    public void AddDirectlyBefore(int index, List<int> events)
    {
        ref readonly Event @event = ref this[index];
        AddIfAny(events, @event.Cause);
        AddIfAny(events, @event.PreviousOfChannel);
        AddMailbox(index, @event.PreviousOfActor, events);
        for (int earlier = 0; earlier < index && !Touches(index).IsEmpty; earlier++)
        {
            if (Dependence.Meet(Touches(earlier), Touches(index)))
            {
                events.Add(earlier);
            }
        }
    }

    /// <summary>A new run begins that does as the last one did in its first events.</summary>
    public void Begin(int keep)
    {
        while (Count > keep)
        {
            Event last = _events[^1];
            _lastOfActor[last.Actor] = last.PreviousOfActor;
            _lastOfChannel[last.Channel] = last.PreviousOfChannel;
            CollectionsMarshal.SetCount(_choices, last.FirstChoice);
            CollectionsMarshal.SetCount(_touches, last.FirstTouch);
            CollectionsMarshal.SetCount(_eventOfStep, last.Step);
            CollectionsMarshal.SetCount(_slotOfStep, last.Step);
            _events.RemoveAt(Count - 1);
        }

        if (keep == 0)
        {
            (HasStartChoices, _live) = (false, true);
            _choices.Clear();
            _eventOfStep.Clear();
            _slotOfStep.Clear();
            Array.Fill(_lastOfActor, -1);
            Array.Fill(_lastOfChannel, -1);
        }

        (_steps, _live) = (0, keep == 0);
    }

    public void OnStep(in StepView step)
    {
        _live |= _steps >= _eventOfStep.Count;
        _steps++;
        if (!_live)
        {
            return;
        }

        if (step.Kind != StepKind.Creation)
        {
            Add(step);
        }

        // A creation belongs to the delivery that made the actor; it follows at once.
        _slotOfStep.Add(step.Actor);
        _eventOfStep.Add(step.Kind == StepKind.Creation ? EventOf(step.Cause) : Count - 1);
    }

    public void OnChoice(in TraceChoice choice)
    {
        if (_live)
        {
            HasStartChoices |= Count == 0;
            _choices.Add(choice);
        }
    }

    /// <summary>The running step's footprint grows.</summary>
    public void OnTouch(Touch touch)
    {
        if (!_live || Count == 0 || Touches(Count - 1).Contains(touch))
        {
            return;
        }

        _touches.Add(touch);
        for (int earlier = 0; earlier < Count - 1 && isClosed; earlier++)
        {
            if (Dependence.Meet(Touches(earlier), [touch]))
            {
                _past.Include(Count - 1, earlier);
            }
        }
    }

    private void Add(in StepView step)
    {
        int index = Count;
        int previousOfActor = Last(ref _lastOfActor, step.Serial, index);
        int previousOfChannel = Last(ref _lastOfChannel, step.Channel, index);
        int cause = EventOf(step.Cause);
        _events.Add(new Event(
            Delivery.Of(step),
            _steps - 1,
            step.Serial,
            step.Channel,
            cause,
            step.Held,
            step.HeadTimer,
            previousOfActor,
            previousOfChannel,
            _choices.Count,
            _touches.Count));
        if (isClosed)
        {
            Close(index);
        }
    }

    /// <summary>Footprints are added as they grow.</summary>
    private void Close(int index)
    {
        _past.Begin(index);
        _before.Clear();
        AddDirectlyBefore(index, _before);
        foreach (int earlier in _before)
        {
            _past.Include(index, earlier);
        }
    }

    private void AddMailbox(int index, int previous, List<int> events)
    {
        if (dependence.IsTotal(this[index].Delivery.ReceiverType))
        {
            AddIfAny(events, previous);
            return;
        }

        for (int earlier = previous; earlier >= 0; earlier = this[earlier].PreviousOfActor)
        {
            if (!dependence.Commute(this[earlier].Delivery, this[index].Delivery))
            {
                events.Add(earlier);
            }
        }
    }

    private static void AddIfAny(List<int> events, int index)
    {
        if (index >= 0)
        {
            events.Add(index);
        }
    }

    private static int Last(ref int[] lasts, int key, int index)
    {
        if (key >= lasts.Length)
        {
            int old = lasts.Length;
            Array.Resize(ref lasts, Math.Max(key + 1, old * 2));
            Array.Fill(lasts, -1, old, lasts.Length - old);
        }

        int last = lasts[key];
        lasts[key] = index;
        return last;
    }

    /// <summary>One event.</summary>
    /// <param name="Delivery">What was delivered to whom.</param>
    /// <param name="Step">How many steps of the run, creations too, came before.</param>
    /// <param name="Actor">The receiver's number in this run.</param>
    /// <param name="Channel">The channel's number in this run.</param>
    /// <param name="Cause">The event whose handler sent the message; -1: the world outside.</param>
    /// <param name="Held">What held other messages to this actor back just before.</param>
    /// <param name="HeadTimer">The one timer of this actor that might have fired instead, or 0.</param>
    /// <param name="PreviousOfActor">The event before it at the same actor, or -1.</param>
    /// <param name="PreviousOfChannel">The event before it in the same channel, or -1.</param>
    /// <param name="FirstChoice">Where its choices begin.</param>
    /// <param name="FirstTouch">Where its footprint begins.</param>
    public readonly record struct Event(
        Delivery Delivery,
        int Step,
        int Actor,
        int Channel,
        int Cause,
        Hold Held,
        ulong HeadTimer,
        int PreviousOfActor,
        int PreviousOfChannel,
        int FirstChoice,
        int FirstTouch);
}
