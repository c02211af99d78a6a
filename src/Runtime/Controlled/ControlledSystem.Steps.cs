using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>One step: delivery, clocks, time, and what the handler sent.</summary>
public sealed partial class ControlledSystem : IChoices, IWork
{
    private readonly List<(Lane Lane, Pending Pending)> _outbox = [];
    private Node? _running;
    private StepView _step;
    private ulong _stepId;
    private int _creationsInStep;
    private int _timersInStep;
    private int _worldSends;
    private long _spentNanoseconds;

    int IChoices.Choose(string site, int count, bool isDue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        int chosen = 0;
        if (_settings.Schedule is { } schedule)
        {
            chosen = count == 1 ? 0 : schedule.Choose(site, count);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)chosen, (uint)count);
        }
        else if (isDue && count > 1 && _settings.Costs!.Probability(site) is > 0 and double probability)
        {
            ref SplitMix64 random = ref (_running ?? _world).Choices;
            chosen = random.NextDouble() < probability ? 1 + random.Below(count - 1) : 0;
        }

        if (count > 1)
        {
            Hash = SplitMix64.Mix(Hash, (ulong)chosen);
            _settings.Observer?.OnChoice(site, count, chosen);
        }

        return chosen;
    }

    ulong IChoices.Draw(ulong count) => (_running ?? _world).Random.Below(count);

    void IWork.Spend(string cost, long count)
    {
        if (_settings.Costs is { } costs)
        {
            _spentNanoseconds += (long)(costs.WorkNanoseconds(cost) * count);
        }
    }

    internal static StepView ViewOf(Lane lane)
    {
        Node node = lane.To;
        return lane.Kind == LaneKind.Timer
            ? View(
                node,
                node.Timers.Head.NextId,
                StepKind.Timer,
                OriginOf(lane, node.Timers.Head.Cause),
                node.Timers.Head.Message)
            : View(node, lane.Head.Id, KindOf(lane), OriginOf(lane, lane.Head.Cause), lane.Head.Message);
    }

    internal static StepKind KindOf(Lane lane) => lane.Kind switch
    {
        LaneKind.System => StepKind.System,
        LaneKind.Timer => StepKind.Timer,
        _ => StepKind.Message,
    };

    internal override void OnPublish(object @event)
    {
        if (_settings.Observer is { } observer && _running is { } node)
        {
            observer.OnPublished(_step, StampOf(node), @event);
        }
    }

    internal override void OnFailure(ActorCell cell, object? message, Exception cause) =>
        _settings.Observer?.OnFailure(_step, cause);

    private static Stamp StampOf(Node node) => new(new Epoch(node.Slot, node.Index), node.Clock ?? [], node.Time);

    private static Origin OriginOf(Lane lane, int cause) => new(
        lane.From,
        lane.Number,
        cause,
        lane.To.Restricted ? HoldOf(lane.To) : Hold.None,
        lane.To.Timers.Count > 0 ? lane.To.Timers.Head.NextId : 0);

    private static Hold HoldOf(Node node) =>
        (node.Front.Count > 0 ? Hold.Unstashed : Hold.None)
        | (node.Cell is { IsSuspended: true, IsTerminated: false } ? Hold.Suspended : Hold.None);

    private static StepView View(Node node, ulong id, StepKind kind, in Origin origin, object message) => new(
        id,
        kind,
        node.Slot,
        node.Identity,
        Math.Max(0, origin.Sender.Slot),
        node.Cell!.Self,
        node.Cell.Props.Type,
        message is TimerMessage tick ? tick.Message : message,
        node.Serial,
        origin.Channel,
        origin.Cause,
        origin.Held,
        origin.HeadTimer,
        (message as TimerMessage)?.Key);

    private void Deliver(Lane lane)
    {
        if (lane.Kind == LaneKind.Timer)
        {
            DeliverTimer(lane);
            return;
        }

        Node node = lane.To;
        Origin origin = OriginOf(lane, lane.Head.Cause);
        lane.Pop(out Pending pending);
        if (lane.Count == 0)
        {
            _agenda.Emptied(lane);
        }

        if (lane.Kind == LaneKind.System)
        {
            node.PendingSystem--;
        }

        node.Time = Math.Max(node.Time, _explored is null ? node.NextTime : pending.At);
        RunStep(node, pending.Id, KindOf(lane), pending.Message, pending.Sender, origin, pending.Clock);
    }

    private void DeliverTimer(Lane lane)
    {
        Node node = lane.To;
        ControlledTimer timer = node.Timers.Head;
        ulong id = timer.NextId;
        Origin origin = OriginOf(lane, timer.Cause);
        node.Time = Math.Max(node.Time, _explored is null ? node.NextTime : timer.Deadline);
        node.Timers.Remove(timer);
        timer.Firings++;
        timer.Cause = _explored is null ? 0 : (int)Steps + 1;
        timer.Deadline += timer.Interval;
        if (timer.Interval > 0 && (_explored is null || timer.Firings < _settings.PeriodicMax))
        {
            AddTimer(node, timer);
        }

        if (node.Timers.Count == 0)
        {
            _agenda.Emptied(lane);
        }

        RunStep(node, id, StepKind.Timer, timer.Message, null, origin, null);
    }

    private void RunStep(
        Node node,
        ulong id,
        StepKind kind,
        object message,
        IActorRef? sender,
        in Origin origin,
        int[]? cause)
    {
        if (node.Slot < 0)
        {
            node.Slot = TakeSlot();
            node.Index = 0;
        }

        Tick(node, kind, message, origin.Channel, cause);
        Steps++;
        node.Deliveries++;
        TimeNanoseconds = Math.Max(TimeNanoseconds, node.Time);
        Hash = SplitMix64.Mix(Hash, id);
        if (_explored is null)
        {
            Hash = SplitMix64.Mix(Hash, (ulong)node.Time);
        }

        (_running, _stepId) = (node, id);
        (_creationsInStep, _timersInStep, _spentNanoseconds) = (0, 0, 0);
        object shown = message is TimerMessage tick ? tick.Message : message;
        if (Steps > _watchedFrom)
        {
            _pool.Latest.Add(origin.Sender, node, kind, shown);
        }

        if (_settings.Observer is { } observer)
        {
            _step = View(node, id, kind, origin, message);
            observer.OnStep(_step);
        }

        if (message is SystemMessage system)
        {
            node.Cell!.InvokeSystem(system);
        }
        else
        {
            node.Cell!.Invoke(message, sender);
        }

        EndStep(node, kind, shown);
    }

    private void EndStep(Node node, StepKind kind, object message)
    {
        if (_explored is null)
        {
            long cost = kind == StepKind.Creation ? 0 : CostOf(node, message.GetType()) + _spentNanoseconds;
            node.BusyUntil = node.Time + cost;
            foreach ((Lane lane, Pending pending) in _outbox)
            {
                lane.Push(pending);
                Sent(lane, node);
            }

            _outbox.Clear();
        }

        _running = null;
        UpdateRestriction(node);
        _agenda.Changed(node);
    }

    private long CostOf(Node node, Type message)
    {
        ICostTable costs = _settings.Costs!;
        if (!node.Costs.TryGetValue(message, out long cost))
        {
            cost = costs.MessageNanoseconds(node.Cell!.Props.Type, message);
            node.Costs.Add(message, cost);
        }

        // The stray is a function of the message's identity, so it does not move when unrelated steps do.
        double stray = ((SplitMix64.Mix(_settings.Seed, _stepId) >> 11) * (2.0 / (1UL << 53))) - 1;
        return cost + (long)(cost * costs.Jitter * stray);
    }

    private void UpdateRestriction(Node node)
    {
        bool restricted = node.PendingSystem > 0 || node.Front.Count > 0 || node.Cell is { IsSuspended: true };
        if (restricted != node.Restricted)
        {
            node.Restricted = restricted;
            _explored?.RestrictionChanged(restricted);
        }
    }

    /// <summary>Where a delivery comes from, and which others could not have come in its place.</summary>
    private readonly record struct Origin(Node Sender, int Channel, int Cause, Hold Held, ulong HeadTimer);
}
