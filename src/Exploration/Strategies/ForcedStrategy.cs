namespace PhyrActors.Exploration;

/// <summary>A choice that a run is made to take.</summary>
/// <param name="Site">Where.</param>
/// <param name="Nth">At which occasion of the run, from 1, whoever's it is.</param>
/// <param name="Chosen">What is chosen there.</param>
public sealed record ForcedChoice(string Site, long Nth, int Chosen);

/// <summary>Another strategy's orders with plain choices, but for those that are forced.</summary>
/// <param name="inner">Who decides the orders.</param>
/// <param name="forced">The choices.</param>
/// <param name="tally">Counts the occasions of the schedule begun last; for one thread.</param>
public sealed class ForcedStrategy(IStrategy inner, IReadOnlyList<ForcedChoice> forced, OccasionTally tally) : IStrategy
{
    public string Name => inner.Name;

    public string NameOf(ulong seed, long index) => inner.NameOf(seed, index);

    public ISchedule Begin(ulong seed, long index)
    {
        tally.Clear();
        return new Schedule(inner.Begin(seed, index), forced, tally);
    }

    private sealed class Schedule(ISchedule inner, IReadOnlyList<ForcedChoice> forced, OccasionTally tally) : ISchedule
    {
        public int Pick(IEnabledSteps enabled) => inner.Pick(enabled);

        public int Choose(string site, int count)
        {
            long occasion = tally.Add(site);
            foreach (ForcedChoice choice in forced)
            {
                if (choice.Nth == occasion && choice.Site == site)
                {
                    return choice.Chosen;
                }
            }

            return 0;
        }
    }
}

/// <summary>How often a run came to each site of choices.</summary>
public sealed class OccasionTally
{
    private readonly Dictionary<string, long> _counts = [];

    /// <summary>0 for a site that the run did not come to.</summary>
    public long this[string site] => _counts.GetValueOrDefault(site);

    internal long Add(string site) =>
        ++System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, site, out _);

    internal void Clear() => _counts.Clear();
}
