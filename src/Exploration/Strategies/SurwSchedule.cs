namespace PhyrActors.Exploration;

/// <summary>One walk of <see cref="SurwStrategy"/>.</summary>
internal sealed class SurwSchedule : ISchedule, IStepWatch, INoting
{
    private readonly List<(ulong Receiver, string? Message)> _selected = [];
    private readonly Dictionary<(ulong Sender, ulong Receiver, Type Message), int> _seen = [];
    private readonly List<MailboxCount> _counts = [];
    private readonly List<int> _allowed = [];
    private readonly TimerWeight _timers;
    private readonly SortedDictionary<ulong, long> _remaining = [];
    private Dense<ulong> _identities;
    private SplitMix64 _random;
    private ChoiceDraws _choices;
    private ulong? _intended;
    private ulong _sender;

    public SurwSchedule(ulong seed, MailboxCounts counts, StrategySettings settings)
    {
        _timers = settings.DrawTimerWeight(seed);
        (_random, _choices) = (new SplitMix64(seed), new ChoiceDraws(seed));
        Select(counts);
        foreach ((ulong receiver, string? message) in _selected)
        {
            foreach ((ulong sender, long count) in counts.Expected(receiver, message))
            {
                _remaining[sender] = _remaining.GetValueOrDefault(sender) + count;
            }
        }

        Intend();
    }

    public ScheduleNote? Note => new MailboxNote([.. _counts]);

    public int Pick(IEnabledSteps enabled)
    {
        FindAllowed(enabled);
        int picked = _allowed[_random.Below(_allowed.Count)];
        for (int tries = 1 << _timers.RarityLog2; tries > 1 && IsPassedOver(enabled, picked); tries--)
        {
            picked = _allowed[_random.Below(_allowed.Count)];
        }

        _sender = _identities[enabled.Pending(picked).Sender];
        return picked;
    }

    public int Choose(string site, int count) => _choices.Choose(count);

    public void OnStep(in StepView step, ulong hash)
    {
        if (step.Kind == StepKind.Creation)
        {
            _identities[step.Serial] = step.ActorId;
            return;
        }

        Count(step);
        if (_sender == _intended && IsSelected(step.ActorId, step.Message))
        {
            _remaining[_sender] = Math.Max(0, _remaining[_sender] - 1);
            Intend();
        }
    }

    private void Select(MailboxCounts counts)
    {
        IReadOnlyList<ulong> receivers = counts.Receivers;
        if (receivers.Count == 0)
        {
            return;
        }

        ulong receiver = receivers[_random.Below(receivers.Count)];
        IReadOnlyList<string> messages = counts.MessagesTo(receiver);
        switch (_random.Below(3))
        {
            case 0:
                _selected.Add((receiver, null));
                break;
            case 1:
                _selected.Add((receiver, messages[_random.Below(messages.Count)]));
                break;
            default:
                _selected.Add((receiver, null));
                ulong other = receivers[_random.Below(receivers.Count)];
                if (other != receiver)
                {
                    _selected.Add((other, null));
                }

                break;
        }
    }

    /// <summary>Draws whose selected message comes next, by how many each still has to come.</summary>
    private void Intend()
    {
        ulong total = 0;
        foreach (long remaining in _remaining.Values)
        {
            total += (ulong)remaining;
        }

        _intended = null;
        ulong drawn = total == 0 ? 0 : _random.Below(total);
        foreach ((ulong sender, long remaining) in _remaining)
        {
            if (drawn < (ulong)remaining)
            {
                _intended = sender;
                return;
            }

            drawn -= (ulong)remaining;
        }
    }

    /// <summary>All that is not selected, or comes from the intended sender; all there is, when nothing
    /// does.</summary>
    private void FindAllowed(IEnabledSteps enabled)
    {
        _allowed.Clear();
        int count = enabled.Count;
        for (int i = 0; i < count && _intended is not null; i++)
        {
            PendingStep step = enabled.Pending(i);
            ulong receiver = _identities[step.Receiver];
            if (_identities[step.Sender] == _intended || !MayBeSelected(receiver)
                || !IsSelected(receiver, enabled.View(i).Message))
            {
                _allowed.Add(i);
            }
        }

        if (_allowed.Count == 0)
        {
            // The intended sender waits for one of the others, or sends no more: a wrong guess.
            for (int i = 0; i < count; i++)
            {
                _allowed.Add(i);
            }
        }
    }

    private bool IsPassedOver(IEnabledSteps enabled, int picked) =>
        enabled.Pending(picked).Kind == StepKind.Timer && _random.Below(1 << _timers.RarityLog2) > 0;

    private bool MayBeSelected(ulong receiver)
    {
        foreach ((ulong selected, string? _) in _selected)
        {
            if (selected == receiver)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsSelected(ulong receiver, object message)
    {
        foreach ((ulong selected, string? name) in _selected)
        {
            if (selected == receiver && (name is null || name == message.GetType().Name))
            {
                return true;
            }
        }

        return false;
    }

    private void Count(in StepView step)
    {
        (ulong, ulong, Type) key = (_sender, step.ActorId, step.Message.GetType());
        if (!_seen.TryGetValue(key, out int place))
        {
            place = _counts.Count;
            _seen.Add(key, place);
            _counts.Add(new MailboxCount(_sender, step.ActorId, step.Message.GetType().Name, 0));
        }

        _counts[place] = _counts[place] with { Count = _counts[place].Count + 1 };
    }
}
