namespace PhyrActors.Exploration;

/// <summary>Picks uniformly among the deliveries that may come next; a choice is the plain one half of the time, else
/// uniformly one of the others.</summary>
public sealed class RandomStrategy : IStrategy
{
    public string Name => "random";

    public ISchedule Begin(ulong seed, long index) =>
        new RandomSchedule(SplitMix64.Mix(seed, unchecked((ulong)index)));

    private sealed class RandomSchedule(ulong seed) : ISchedule
    {
        private SplitMix64 _random = new(seed);

        public int Pick(IEnabledSteps enabled)
        {
            int count = enabled.Count;
            return count == 1 ? 0 : _random.Below(count);
        }

        public int Choose(string site, int count) =>
            _random.Below(2) == 0 ? 0 : 1 + _random.Below(count - 1);
    }
}
