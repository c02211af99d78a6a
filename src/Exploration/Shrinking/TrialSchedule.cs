namespace PhyrActors.Exploration;

/// <summary>Delivers the given steps in their order; those that do not come are passed over.</summary>
internal sealed class TrialSchedule : ISchedule
{
    /// <summary>How many messages that were not given may come before one that was.</summary>
    private const int NewMax = 16;

    private readonly ShrinkPlan _plan;
    private readonly TrialRule _rule;
    private readonly HashSet<ulong>? _given;
    private IReadOnlyList<TraceChoice> _choices;
    private int _choice;
    private int _next;
    private int _new;

    public TrialSchedule(ShrinkPlan plan, TrialRule rule)
    {
        (_plan, _rule, _choices) = (plan, rule, plan.StartChoices);
        _given = rule.IsLoose || rule.TakesNew ? [.. plan.Steps.Select(static step => step.Id)] : null;
    }

    public int Pick(IEnabledSteps enabled)
    {
        for (; _next < _plan.Steps.Count; _next++)
        {
            TraceStep step = _plan.Steps[_next];
            int place = Find(enabled, step.Id);
            place = place < 0 && _rule.IsLoose ? FindLike(enabled, step) : place;
            if (place >= 0)
            {
                _next++;
                _new = 0;
                return Begin(place, step.Choices);
            }

            if (_rule.TakesNew && _new < NewMax && OldestNew(enabled) is >= 0 and int added)
            {
                _new++;
                return Begin(added, []);
            }
        }

        return _rule.RunsOn ? Begin(OldestFirst.Of(enabled), []) : -1;
    }

    public int Choose(string site, int count)
    {
        for (int at = _choice; at < _choices.Count; at++)
        {
            if (_choices[at].Site == site)
            {
                _choice = at + 1;
                return _choices[at].Chosen < count ? _choices[at].Chosen : 0;
            }
        }

        return 0;
    }

    private int Begin(int place, IReadOnlyList<TraceChoice> choices)
    {
        (_choices, _choice) = (choices, 0);
        return place;
    }

    private static int Find(IEnabledSteps enabled, ulong id)
    {
        int count = enabled.Count;
        for (int place = 0; place < count; place++)
        {
            if (enabled.Id(place) == id)
            {
                return place;
            }
        }

        return -1;
    }

    private int FindLike(IEnabledSteps enabled, TraceStep step)
    {
        int found = -1;
        for (int place = 0; place < enabled.Count; place++)
        {
            StepView view = enabled.View(place);
            bool isLike = view.Kind == step.Kind && !_given!.Contains(view.Id)
                && StepText.MessageClass(view.Message) == step.Message
                && (view.ActorId == step.ActorId || StepText.Actor(view.Receiver) == step.Actor);
            if (isLike && (found < 0 || IsOlder(enabled, place, found) != _rule.TakesNewest))
            {
                found = place;
            }
        }

        return found;
    }

    private int OldestNew(IEnabledSteps enabled)
    {
        int oldest = -1;
        for (int place = 0; place < enabled.Count; place++)
        {
            if (!_given!.Contains(enabled.Id(place)) && (oldest < 0 || IsOlder(enabled, place, oldest)))
            {
                oldest = place;
            }
        }

        return oldest;
    }

    private static bool IsOlder(IEnabledSteps enabled, int place, int than)
    {
        (PendingStep left, PendingStep right) = (enabled.Pending(place), enabled.Pending(than));
        return (left.Cause, left.Channel).CompareTo((right.Cause, right.Channel)) < 0;
    }
}
