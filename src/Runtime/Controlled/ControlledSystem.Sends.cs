using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>What handlers, and the world outside, put on its way.</summary>
public sealed partial class ControlledSystem
{
    internal override void Send(ActorCell to, object message, IActorRef? sender) =>
        Post(to, LaneKind.User, message, sender, Identities.UserSalt);

    /// <summary>The watcher sends this to itself, but in the dead actor's channel: it must not overtake that one's last
    /// messages.</summary>
    internal override void SendDeath(ActorCell to, Terminated death, LocalActorRef dead) =>
        Post(to, LaneKind.User, death, dead, Identities.DeathSalt, NodeOf(dead.Cell));

    internal override void SendSystem(ActorCell to, SystemMessage message) =>
        Post(to, LaneKind.System, message, null, Identities.SystemSalt);

    internal override void Prepend(ActorCell to, IReadOnlyList<StashedMessage> messages)
    {
        Node node = NodeOf(to);
        Pending[] behind = new Pending[node.Front.Count];
        for (int i = 0; i < behind.Length; i++)
        {
            node.Front.Pop(out behind[i]);
        }

        bool wasEmpty = behind.Length == 0;
        foreach (StashedMessage stashed in messages)
        {
            ulong id = Identities.OfUnstashed(_stepId, node.Front.NextOrdinal(_stepId));
            node.Front.Push(new Pending
            {
                Message = stashed.Message,
                Sender = stashed.Sender,
                Id = id,
                At = node.Time,
                Clock = node.Clock,
                Cause = Cause,
            });
        }

        foreach (Pending pending in behind)
        {
            node.Front.Push(pending);
        }

        if (wasEmpty)
        {
            _agenda.Filled(node.Front);
        }

        UpdateRestriction(node);
    }

    internal override void Register(ActorCell cell)
    {
        ulong identity = Identities.OfActor(
            _running is null ? (ulong)_nodes.Count : _stepId, _creationsInStep++);
        Node node = AddNode(cell, identity);
        node.Time = _running?.Time ?? 0;
        node.BusyUntil = node.Time;
        node.Clock = _running?.Clock;
        node.CreatedIn = Cause;
        cell.Mailbox = node;
        _creations.Enqueue(node);
    }

    internal override ITimerHandle StartTimer(
        ActorCell cell, TimerMessage message, TimeSpan delay, TimeSpan? interval)
    {
        Node node = NodeOf(cell);
        long delayNanoseconds = Math.Max(0, delay.Ticks) * 100;
        long intervalNanoseconds = interval is { } every ? Math.Max(1, every.Ticks) * 100 : 0;
        ulong identity = Identities.OfTimer(_stepId, _timersInStep++, message.Key.ToString() ?? string.Empty);
        ControlledTimer timer = new(
            this, node, message, node.Time + delayNanoseconds, intervalNanoseconds, identity)
        {
            Cause = Cause,
        };
        bool first = node.Timers.Count == 0;
        AddTimer(node, timer);
        TimersChanged(node, first);
        return timer;
    }

    internal override ITimerHandle? OnAsked(PromiseActorRef promise, TimeSpan? timeout)
    {
        Asked?.Invoke(promise, timeout);
        return null;
    }

    internal void CancelTimer(ControlledTimer timer)
    {
        Node node = timer.Node;
        if (!node.Timers.Remove(timer))
        {
            return;
        }

        if (node.Timers.Count == 0)
        {
            _agenda.Emptied(node.TimerLane);
        }

        _agenda.Changed(node);
    }

    private void AddTimer(Node node, ControlledTimer timer)
    {
        timer.Rank = _settings.Schedule?.TimerRank(timer.NextId) ?? 0;
        node.Timers.Add(timer);
    }

    /// <summary>The world outside sends at the present moment.</summary>
    private Node World()
    {
        _world.Time = _world.BusyUntil = TimeNanoseconds;
        return _world;
    }

    private static Node NodeOf(ActorCell cell) => (Node)cell.Mailbox!;

    /// <summary>What is sent now has this step as its cause; simulated runs are too long to number, and nobody
    /// asks.</summary>
    private int Cause => _explored is null || _running is null ? 0 : (int)Steps;

    private void TimersChanged(Node node, bool first)
    {
        if (first)
        {
            _agenda.Filled(node.TimerLane);
        }
        else
        {
            _agenda.Changed(node);
        }
    }

    private void Post(
        ActorCell to, LaneKind kind, object message, IActorRef? sender, ulong salt, Node? channelOf = null)
    {
        if (to.Mailbox is not Node node)
        {
            // The run is over.
            DeadLetters.Tell(new DeadLetter(message, sender, to.Self));
            return;
        }

        Node from = _running ?? World();
        Lane lane = _nodes.Lane(channelOf ?? from, node, kind, out bool added);
        if (added && _settings.Costs is { } costs)
        {
            lane.LatencyNanoseconds = from.Cell is null
                ? 0
                : costs.LatencyNanoseconds(from.Cell.Props.Type, to.Props.Type);
        }

        if (_running is null || _explored is not null)
        {
            Fill(ref lane.Append(), lane, from, message, sender, salt);
            Sent(lane, from);
        }
        else
        {
            Pending pending = default;
            Fill(ref pending, lane, from, message, sender, salt);
            _outbox.Add((lane, pending));
        }
    }

    private void Fill(ref Pending pending, Lane lane, Node from, object message, IActorRef? sender, ulong salt)
    {
        ulong step = _running is null ? Identities.OfWorldSend(salt, ++_worldSends) : _stepId;
        int ordinal = lane.NextOrdinal(step);
        pending.Message = message;
        pending.Sender = sender;
        pending.Id = Identities.OfMessage(step, lane.To.Identity, salt, ordinal);
        pending.At = from.Time;
        pending.Clock = from.Clock;
        pending.SentAt = from.Index;
        pending.Cause = Cause;
    }

    /// <summary>A message is on its way: in simulation it leaves when its sender's step is over.</summary>
    private void Sent(Lane lane, Node from)
    {
        if (_explored is null)
        {
            ref Pending last = ref lane.Last;
            last.At = Math.Max(from.BusyUntil + lane.LatencyNanoseconds, lane.LastArrival);
            lane.LastArrival = last.At;
        }

        if (lane.Kind == LaneKind.System)
        {
            lane.To.PendingSystem++;
            UpdateRestriction(lane.To);
        }

        if (lane.Count == 1)
        {
            _agenda.Filled(lane);
        }
        else if (lane.Kind == LaneKind.System)
        {
            _agenda.Changed(lane.To);
        }
    }
}
