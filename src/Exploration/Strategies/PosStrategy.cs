namespace PhyrActors.Exploration;

/// <summary>Partial order sampling: every pending message has a random priority, the largest is delivered, and whatever
/// raced with it draws anew.</summary>
/// <remarks>A priority is a hash of the message and of the deliveries so far at its receiver: a delivery redraws all
/// that wait there at no cost. Source: Yuan, Yang and Gu, "Partial order aware concurrency sampling", CAV
/// 2018.</remarks>
public sealed class PosStrategy(StrategySettings? settings = null) : IStrategy
{
    private readonly StrategySettings _settings = settings ?? StrategySettings.Default;

    public string Name => "pos";

    public ISchedule Begin(ulong seed, long index) =>
        new PosSchedule(SplitMix64.Mix(seed, unchecked((ulong)index)), _settings);

    private sealed class PosSchedule(ulong seed, StrategySettings settings) : ISchedule
    {
        private readonly TimerWeight _timers = settings.DrawTimerWeight(seed);
        private Dense<int> _deliveries;
        private ChoiceDraws _choices = new(seed);

        public int Pick(IEnabledSteps enabled)
        {
            int count = enabled.Count;
            (int best, int receiver, ulong highest) = (0, 0, 0);
            for (int i = 0; i < count; i++)
            {
                PendingStep step = enabled.Pending(i);
                ulong drawn = SplitMix64.Mix(SplitMix64.Mix(seed, step.Id), (ulong)_deliveries[step.Receiver]);
                ulong priority = _timers.Weigh(drawn, step.Kind);
                if (i == 0 || priority > highest)
                {
                    (best, receiver, highest) = (i, step.Receiver, priority);
                }
            }

            _deliveries[receiver]++;
            return best;
        }

        public int Choose(string site, int count) => _choices.Choose(count);
    }
}
