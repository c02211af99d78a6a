namespace PhyrActors.Exploration;

/// <summary>What else could have come in the place of a run's deliveries: for each such delivery the sequences of steps
/// that lead to runs of other classes.</summary>
/// <remarks>A sequence is made of all that comes after the delivery and does not hang on it, and then of what takes its
/// place: a delivery that raced with it, the same delivery with another choice, or a timer that it cancelled.</remarks>
/// <param name="graph">The run.</param>
/// <param name="faultsMax">How many choices of a run may be other than plain.</param>
internal sealed class Reversals(RunGraph graph, long faultsMax)
{
    private readonly RaceFinder _finder = new(graph);
    private readonly BitRows _races = new();
    private readonly List<WakeupStep> _made = [];
    private readonly List<WakeupStep> _independent = [];
    private readonly List<int> _racing = [];
    private readonly List<(ulong Timer, int Instead)> _cancelled = [];

    /// <summary>A new run begins that does as the last one did in its first events.</summary>
    public void Begin(int keep) => _made.RemoveRange(Math.Min(keep, _made.Count), Math.Max(0, _made.Count - keep));

    /// <summary>The step of the run with this number.</summary>
    public WakeupStep Made(int index) => _made[index];

    /// <summary>The run is over.</summary>
    public void End()
    {
        for (int index = _made.Count; index < graph.Count; index++)
        {
            _made.Add(WakeupStep.Of(graph, index));
            _races.Begin(index);
            foreach (int earlier in _finder.RacesWith(index))
            {
                _races.Set(index, earlier);
            }
        }

        _cancelled.Clear();
        _cancelled.AddRange(_finder.CancelledTimers());
    }

    /// <summary>Tells the sequences that could begin in the place of one delivery; each is valid during the
    /// call.</summary>
    public void Visit(int index, Action<int, List<WakeupStep>> visitor)
    {
        Divide(index);
        foreach (int later in _racing)
        {
            Tell(index, Before(later, index), visitor);
        }

        WakeupStep made = _made[index];
        for (int place = 0; place < made.Choices.Length; place++)
        {
            for (int value = 0; value < made.Choices[place].Count; value++)
            {
                if (value != made.Choices[place].Chosen)
                {
                    TellChoice(index, made.With(place, value), visitor);
                }
            }
        }

        foreach ((ulong timer, int instead) in _cancelled)
        {
            if (instead == index)
            {
                Delivery firing = made.Delivery with { Id = timer, Kind = StepKind.Timer };
                Tell(index, new WakeupStep(firing, [], [], IsKnown: false), visitor);
            }
        }
    }

    /// <summary>Sorts what comes after an event: what raced with it, and what does not hang on it.</summary>
    private void Divide(int index)
    {
        _independent.Clear();
        _racing.Clear();
        for (int later = index + 1; later < graph.Count; later++)
        {
            if (!graph.Precedes(index, later))
            {
                _independent.Add(_made[later]);
            }
            else if (_races.Has(later, index))
            {
                _racing.Add(later);
            }
        }
    }

    private void Tell(int index, WakeupStep last, Action<int, List<WakeupStep>> visitor)
    {
        _independent.Add(last);
        visitor(index, _independent);
        _independent.RemoveAt(_independent.Count - 1);
    }

    /// <summary>Two values of a choice are in conflict as two orders are. Of what comes before only as much is taken as
    /// the bound on faults allows.</summary>
    private void TellChoice(int index, WakeupStep other, Action<int, List<WakeupStep>> visitor)
    {
        long faultsLeft = faultsMax - graph.FaultsBefore(index) - other.Faults;
        if (faultsLeft < 0)
        {
            return;
        }

        List<WakeupStep> sequence = [];
        foreach (WakeupStep step in _independent)
        {
            faultsLeft -= step.Faults;
            if (faultsLeft < 0)
            {
                break;
            }

            sequence.Add(step);
        }

        sequence.Add(other);
        visitor(index, sequence);
    }

    /// <summary>A step as it may be in the place of an earlier one: it may do otherwise there, but chooses alike when
    /// its actor knows nothing of the other.</summary>
    private WakeupStep Before(int later, int earlier) => _made[later] with
    {
        Choices = graph[later].Actor == graph[earlier].Actor ? [] : _made[later].Choices,
        IsKnown = false,
    };
}
