namespace PhyrActors.Exploration;

/// <summary>Decides as recorded wherever that can be done, and notes where it cannot.</summary>
/// <remarks>A recorded message that cannot be delivered when its turn comes is passed over, unless something new stands
/// before it: that is then delivered first. Whatever is left in the end is delivered oldest first. Source: Scott et
/// al., "Minimizing faulty executions of distributed systems", NSDI 2016.</remarks>
internal sealed class FollowingSchedule(Trace trace) : ISchedule, IStepWatch
{
    private readonly Correspondence _same = new(trace);
    private readonly List<ReplayDeviation> _deviations = [];
    private IReadOnlyList<TraceChoice> _choices = trace.StartChoices;
    private int _choice;
    private int _choosing;
    private int _at;
    private int _expected = -1;

    /// <summary>How many recorded steps came in their order.</summary>
    public long Followed { get; private set; }

    public int Pick(IEnabledSteps enabled)
    {
        EndChoices();
        for (; _at < trace.Steps.Count; _at++)
        {
            if (trace.Steps[_at].Kind == StepKind.Creation || _same.HasCome(_at))
            {
                continue;
            }

            if (_same.Find(enabled, _at) is >= 0 and int place)
            {
                _expected = _at++;
                return place;
            }

            if (FindInFront(enabled, trace.Steps[_at]) is >= 0 and int front)
            {
                return front;
            }
        }

        return OldestFirst.Of(enabled);
    }

    public int Choose(string site, int count)
    {
        int recorded = _choice;
        while (recorded < _choices.Count && _choices[recorded].Site != site)
        {
            recorded++;
        }

        if (recorded == _choices.Count)
        {
            Add(DeviationKind.Choice, _choosing, $"the choice {site} of {count} is new: the plain one is taken");
            return 0;
        }

        NoteUnused(recorded);
        TraceChoice choice = _choices[recorded];
        _choice = recorded + 1;
        if (choice.Count != count)
        {
            Add(DeviationKind.Choice, _choosing, $"the choice {site} was of {choice.Count} and is of {count}");
        }

        return choice.Chosen < count ? choice.Chosen : 0;
    }

    public void OnStep(in StepView step, ulong hash)
    {
        EndChoices();
        int index = _expected >= 0 && step.Kind != StepKind.Creation ? _expected : _same.RecordedOf(step);
        bool isInOrder = _expected >= 0 || (step.Kind == StepKind.Creation && index >= _at);
        _expected = -1;
        _same.Add(step, index);
        (_choices, _choice, _choosing) = index < 0 ? ([], 0, _at) : (trace.Steps[index].Choices, 0, index + 1);
        if (index < 0)
        {
            Add(DeviationKind.Extra, _at, StepText.Of(step));
        }
        else if (isInOrder)
        {
            Followed++;
        }
        else
        {
            Add(DeviationKind.Late, index + 1, StepText.Of(step));
        }
    }

    /// <summary>The run is over: what went otherwise, with what did not come, but not what only that would have
    /// caused.</summary>
    public IReadOnlyList<ReplayDeviation> End(RunEnd end)
    {
        EndChoices();
        int reached = end == RunEnd.Quiescent ? trace.Steps.Count : _at;
        for (int index = 0; index < reached; index++)
        {
            if (!_same.HasCome(index) && _same.WasCaused(index))
            {
                Add(DeviationKind.Missing, index + 1, trace.Steps[index].ToString());
            }
        }

        return [.. _deviations.OrderBy(static deviation => deviation.Step)];
    }

    /// <summary>Something new that the expected message may wait behind: in its channel, a message of the runtime, or
    /// unstashed.</summary>
    private int FindInFront(IEnabledSteps enabled, TraceStep expected)
    {
        ulong sender = expected.Cause == 0 ? 0 : trace.Steps[expected.Cause - 1].ActorId;
        for (int place = 0; place < enabled.Count; place++)
        {
            PendingStep pending = enabled.Pending(place);
            bool isInFront = pending.Kind == StepKind.System || pending.Sender == pending.Receiver
                || _same.IsActor(pending.Sender, sender);
            if (isInFront && _same.IsActor(pending.Receiver, expected.ActorId)
                && _same.RecordedOf(enabled.View(place)) < 0)
            {
                return place;
            }
        }

        return -1;
    }

    private void EndChoices()
    {
        NoteUnused(_choices.Count);
        _choice = _choices.Count;
    }

    private void NoteUnused(int end)
    {
        for (; _choice < end; _choice++)
        {
            Add(DeviationKind.Choice, _choosing, $"the choice {_choices[_choice].Site} is not made any more");
        }
    }

    private void Add(DeviationKind kind, long step, string text) =>
        _deviations.Add(new ReplayDeviation(kind, step, text));
}
