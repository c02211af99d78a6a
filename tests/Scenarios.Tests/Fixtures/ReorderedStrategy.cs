namespace PhyrActors.Exploration.Tests;

/// <summary>What was delivered at each actor of a run, in that actor's order, and what each delivery chose.</summary>
internal sealed class MailboxOrders : IStrategy
{
    private readonly Dictionary<ulong, List<ulong>> _orders = [];
    private readonly Dictionary<ulong, List<int>> _choices = [];

    public string Name => "random, remembered";

    /// <summary>The identity of an actor's delivery number <paramref name="position"/>, from 0; null past the
    /// end.</summary>
    public ulong? Delivery(ulong actorId, int position) =>
        _orders.TryGetValue(actorId, out List<ulong>? order) && position < order.Count ? order[position] : null;

    public int Choice(ulong step, int number) => _choices[step][number];

    public ISchedule Begin(ulong seed, long index) => new Remembering(this, new RandomStrategy().Begin(seed, index));

    private sealed class Remembering(MailboxOrders orders, ISchedule inner) : ISchedule
    {
        private ulong _step;

        public int Pick(IEnabledSteps enabled)
        {
            int picked = inner.Pick(enabled);
            StepView view = enabled.View(picked);
            orders._orders.TryAdd(view.ActorId, []);
            orders._orders[view.ActorId].Add(view.Id);
            _step = view.Id;
            return picked;
        }

        public int Choose(string site, int count)
        {
            int chosen = inner.Choose(site, count);
            orders._choices.TryAdd(_step, []);
            orders._choices[_step].Add(chosen);
            return chosen;
        }
    }
}

/// <summary>Random linear extensions of a run's happens-before: every actor gets the same deliveries in the same order,
/// different actors take turns at random.</summary>
internal sealed class ReorderedStrategy(MailboxOrders orders) : IStrategy
{
    public string Name => "reordered";

    public ISchedule Begin(ulong seed, long index) => new Reordered(orders, SplitMix64.Mix(seed, (ulong)index));

    private sealed class Reordered(MailboxOrders orders, ulong seed) : ISchedule
    {
        private readonly Dictionary<ulong, int> _positions = [];
        private readonly List<int> _candidates = [];
        private SplitMix64 _random = new(seed);
        private ulong _step;
        private int _choices;

        public int Pick(IEnabledSteps enabled)
        {
            _candidates.Clear();
            for (int i = 0; i < enabled.Count; i++)
            {
                ulong actor = enabled.View(i).ActorId;
                if (orders.Delivery(actor, _positions.GetValueOrDefault(actor)) == enabled.Id(i))
                {
                    _candidates.Add(i);
                }
            }

            if (_candidates.Count == 0)
            {
                return -1;
            }

            int picked = _candidates[_random.Below(_candidates.Count)];
            StepView view = enabled.View(picked);
            _positions[view.ActorId] = _positions.GetValueOrDefault(view.ActorId) + 1;
            (_step, _choices) = (view.Id, 0);
            return picked;
        }

        public int Choose(string site, int count) => orders.Choice(_step, _choices++);
    }
}
