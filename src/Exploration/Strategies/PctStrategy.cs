namespace PhyrActors.Exploration;

/// <summary>Probabilistic concurrency testing: every sender has a random priority, and at d - 1 random deliveries the
/// one whose message would be next falls to a low priority.</summary>
/// <remarks>Source: Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with probabilistic
/// guarantees of finding bugs", ASPLOS 2010.</remarks>
public sealed class PctStrategy : ILearner
{
    private readonly int? _depth;
    private readonly StrategySettings _settings;
    private readonly long _length;

    /// <param name="depth">d; null to draw it from 1 to 5 for each run, with weights 1/d.</param>
    /// <param name="settings">Null for the usual ones.</param>
    public PctStrategy(int? depth = null, StrategySettings? settings = null)
        : this(depth, settings ?? StrategySettings.Default, 0)
    {
    }

    private PctStrategy(int? depth, StrategySettings settings, long length) =>
        (_depth, _settings, _length) = (depth, settings, length);

    public string Name => "pct";

    public ISchedule Begin(ulong seed, long index) =>
        new PctSchedule(SplitMix64.Mix(seed, unchecked((ulong)index)), _depth, _settings, _length);

    ILearner ILearner.Learn(RoundNotes round) =>
        new PctStrategy(_depth, _settings, LengthNote.Longest(_length, round.Runs));

    void ILearner.Save(TraceWriter writer) => writer.Number((ulong)_length);

    ILearner ILearner.Load(TraceReader reader) => new PctStrategy(_depth, _settings, reader.Long());

    private sealed class PctSchedule : ISchedule, INoting
    {
        private readonly ulong _seed;
        private readonly TimerWeight _timers;
        private readonly ChangePoints _points;
        private Dense<int> _lowered;
        private ChoiceDraws _choices;
        private long _picks;

        public PctSchedule(ulong seed, int? depth, StrategySettings settings, long length)
        {
            SplitMix64 random = new(seed);
            (_seed, _timers) = (random.Next(), settings.DrawTimerWeight(seed));
            _points = new ChangePoints(ref random, depth, length);
            _choices = new ChoiceDraws(seed);
        }

        public ScheduleNote? Note => new LengthNote(_picks);

        public int Pick(IEnabledSteps enabled)
        {
            int best = Highest(enabled);
            _picks++;
            while (_points.Take(_picks) is > 0 and int number)
            {
                _lowered[enabled.Pending(best).Sender] = number;
                best = Highest(enabled);
            }

            return best;
        }

        public int Choose(string site, int count) => _choices.Choose(count);

        private int Highest(IEnabledSteps enabled)
        {
            int count = enabled.Count;
            (int best, ulong highest) = (0, 0);
            for (int i = 0; i < count; i++)
            {
                ulong priority = PriorityOf(enabled.Pending(i));
                if (priority > highest)
                {
                    (best, highest) = (i, priority);
                }
            }

            return best;
        }

        /// <summary>The sender's place above all lowered ones, or its lowered one; then the receiver's.</summary>
        private ulong PriorityOf(PendingStep step)
        {
            int lowered = _lowered[step.Sender];
            ulong drawn = SplitMix64.Mix(_seed, (ulong)step.Sender);
            ulong sender = lowered > 0 ? (ulong)lowered : (_timers.Weigh(drawn, step.Kind) >> 33) | (1UL << 31);
            return (sender << 32) | (SplitMix64.Mix(drawn, (ulong)step.Receiver) >> 32);
        }
    }
}
