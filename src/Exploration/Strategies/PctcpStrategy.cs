namespace PhyrActors.Exploration;

/// <summary>PCT for messages: the run's partial order is cut into chains as it grows, priorities belong to chains, and
/// they change at d - 1 deliveries that race.</summary>
/// <remarks>A bug of depth d is hit with a chance of at least 1/(w^2 n^(d-1)), n being the racing deliveries. Source:
/// Ozkan, Majumdar, Niksic, Tabaei Befrouei and Weissenbacher, "Randomized testing of distributed systems with
/// probabilistic guarantees", OOPSLA 2018; change points on racing deliveries only: the same authors' trace-aware
/// variant, OOPSLA 2019.</remarks>
public sealed class PctcpStrategy : ILearner
{
    private readonly int? _depth;
    private readonly StrategySettings _settings;
    private readonly RacingMailboxes _racing;

    /// <param name="depth">d; null to draw it from 1 to 5 for each run, with weights 1/d.</param>
    /// <param name="settings">Null for the usual ones.</param>
    public PctcpStrategy(int? depth = null, StrategySettings? settings = null)
        : this(depth, settings ?? StrategySettings.Default, RacingMailboxes.Unknown)
    {
    }

    private PctcpStrategy(int? depth, StrategySettings settings, RacingMailboxes racing) =>
        (_depth, _settings, _racing) = (depth, settings, racing);

    public string Name => "pctcp";

    public ISchedule Begin(ulong seed, long index)
    {
        SplitMix64 random = new(SplitMix64.Mix(seed, unchecked((ulong)index)));
        ChangePoints points = new(ref random, _depth, _racing.DeliveriesMax);
        return new PctcpSchedule(random.Next(), points, _racing, _settings);
    }

    ILearner ILearner.Learn(RoundNotes round) => new PctcpStrategy(_depth, _settings, _racing.With(round.Runs));

    void ILearner.Save(TraceWriter writer) => _racing.Save(writer);

    ILearner ILearner.Load(TraceReader reader) => new PctcpStrategy(_depth, _settings, RacingMailboxes.Load(reader));

    private sealed class PctcpSchedule(
        ulong seed, ChangePoints points, RacingMailboxes racing, StrategySettings settings)
        : ISchedule, IStepWatch, INoting
    {
        private readonly TimerWeight _timers = settings.DrawTimerWeight(seed);
        private readonly Chains _chains = new();
        private Dense<int> _lowered;
        private ChoiceDraws _choices = new(seed);
        private RaceWatch _races = new();
        private long _place;

        public ScheduleNote? Note => _races.Note(racing);

        public int Pick(IEnabledSteps enabled)
        {
            int best = Highest(enabled);
            if (!racing.MayRace(enabled.Pending(best).Receiver))
            {
                return best;
            }

            _place++;
            while (points.Take(_place) is > 0 and int number)
            {
                _lowered[_chains.Of(enabled.Pending(best))] = number;
                best = Highest(enabled);
            }

            return best;
        }

        public int Choose(string site, int count) => _choices.Choose(count);

        public void OnStep(in StepView step, ulong hash)
        {
            _chains.OnStep(step);
            _races.OnStep(step);
        }

        private int Highest(IEnabledSteps enabled)
        {
            int count = enabled.Count;
            (int best, ulong highest) = (0, 0);
            for (int i = 0; i < count; i++)
            {
                PendingStep step = enabled.Pending(i);
                int chain = _chains.Of(step);
                int lowered = _lowered[chain];
                ulong drawn = _timers.Weigh(SplitMix64.Mix(seed, (ulong)chain), step.Kind);
                ulong priority = lowered > 0 ? (ulong)lowered : (drawn >> 1) | (1UL << 63);
                if (priority > highest)
                {
                    (best, highest) = (i, priority);
                }
            }

            return best;
        }
    }
}
