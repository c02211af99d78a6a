namespace PhyrActors.Exploration;

/// <summary>Picks uniformly among the messages that may come next, timers more rarely; a choice is the plain one half
/// of the time, else uniformly one of the others.</summary>
public sealed class RandomStrategy(StrategySettings? settings = null) : IStrategy
{
    private readonly StrategySettings _settings = settings ?? StrategySettings.Default;

    public string Name => "random";

    public ISchedule Begin(ulong seed, long index) =>
        new RandomSchedule(SplitMix64.Mix(seed, unchecked((ulong)index)), _settings);

    private sealed class RandomSchedule(ulong seed, StrategySettings settings) : ISchedule
    {
        private readonly TimerWeight _timers = settings.DrawTimerWeight(seed);
        private SplitMix64 _random = new(seed);
        private ChoiceDraws _choices = new(seed);

        public int Pick(IEnabledSteps enabled)
        {
            int count = enabled.Count;
            if (count == 1)
            {
                return 0;
            }

            // Timers are passed over most of the time; when all that is enabled are timers, the tries run out.
            int picked = _random.Below(count);
            for (int tries = 1 << _timers.RarityLog2; tries > 1 && IsPassedOver(enabled, picked); tries--)
            {
                picked = _random.Below(count);
            }

            return picked;
        }

        public int Choose(string site, int count) => _choices.Choose(count);

        private bool IsPassedOver(IEnabledSteps enabled, int picked) =>
            enabled.Pending(picked).Kind == StepKind.Timer && _random.Below(1 << _timers.RarityLog2) > 0;
    }
}
