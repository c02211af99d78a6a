namespace PhyrActors.Actors.Tests;

/// <summary>Surroundings of an actor alone: plain choices unless a site is given, and work that costs
/// nothing.</summary>
internal static class Around
{
    public static Surroundings Plain { get; } = new(new FakeChoices(), new NoWork(), MutationSet.None);

    public static Surroundings With(Mutation mutation) => Plain with { Mutations = MutationSet.Of(mutation) };

    /// <summary>Chooses the same number at one site, as long as there are so many alternatives.</summary>
    public static Surroundings Choosing(string site, int chosen) =>
        Plain with { Choices = new FakeChoices(site, chosen) };

    /// <summary>Fails at one site at every occasion, in that way.</summary>
    public static Surroundings Failing(FaultSite site, int fate = 1) =>
        Choosing(site.Name(), fate) with { Faults = FaultPlan.Of(site) };

    /// <summary>Fails at one site as a rule says.</summary>
    public static Surroundings Failing(FaultSite site, FaultRule rule) =>
        Choosing(site.Name(), 1) with { Faults = FaultPlan.None.With(site, rule) };

    /// <summary>Does something when work of one kind is spent, in the actor that spends it.</summary>
    public static Surroundings Working(string cost, Action<long> then) =>
        Plain with { Work = new HookedWork(cost, then) };

    /// <summary>Draws the numbers given, one after the other, and then 0.</summary>
    public static Surroundings Drawing(params ulong[] numbers) =>
        Plain with { Choices = new FakeChoices(numbers: numbers) };

    private sealed class FakeChoices(string? site = null, int chosen = 0, params ulong[] numbers) : IChoices
    {
        private readonly Queue<ulong> _numbers = new(numbers);

        public int Choose(string asked, int count, bool isDue = true) =>
            isDue && asked == site && chosen < count ? chosen : 0;

        public ulong Draw(ulong count) => _numbers.TryDequeue(out ulong number) ? number % count : 0;
    }

    private sealed class HookedWork(string cost, Action<long> then) : IWork
    {
        public void Spend(string spent, long count)
        {
            if (spent == cost)
            {
                then(count);
            }
        }
    }

    private sealed class NoWork : IWork
    {
        public void Spend(string cost, long count)
        {
        }
    }
}
