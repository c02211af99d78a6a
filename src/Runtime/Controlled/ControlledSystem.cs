using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>A system on one thread and in virtual time, in which every run can be had again, bit for bit.</summary>
/// <remarks>A step is a delivery whose handler runs to the end. Messages of one actor to another keep their order;
/// nothing else orders them but their causes.</remarks>
public sealed partial class ControlledSystem : ActorSystem
{
    private static readonly Props s_guardian = Props.Create(static () => new Guardian());

    private readonly ControlledSettings _settings;
    private readonly Agenda _agenda;
    private readonly ExploredAgenda? _explored;
    private readonly ControlledPool _pool;
    private readonly NodeTable _nodes;
    private readonly Queue<Node> _creations;
    private readonly SlotTable _slots;
    private readonly Node _world;
    private readonly ActorCell _guardian;
    private readonly ControlledClock _clock;
    private bool _stopRequested;
    private bool _disposed;

    // The step from which on the latest ones are kept: those before a limit.
    private long _watchedFrom = long.MaxValue;

    /// <exception cref="ArgumentException">Neither a cost table nor a schedule was given, or both.</exception>
    /// <exception cref="InvalidOperationException">The pool serves another system.</exception>
    public ControlledSystem(string name, ControlledSettings settings)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Costs is null == settings.Schedule is null)
        {
            throw new ArgumentException("Give either a cost table or a schedule.", nameof(settings));
        }

        _settings = settings;
        _pool = settings.Pool ?? new ControlledPool();
        _pool.Lend();
        (_nodes, _creations, _slots) = (_pool.Nodes, _pool.Creations, _pool.Slots);
        _explored = settings.Schedule is not null ? _pool.Explored : null;
        _explored?.Begin(settings.Schedule!);
        _agenda = (Agenda?)_explored ?? new SimulatedAgenda();
        _clock = new ControlledClock(this);
        _world = AddNode(null, 0);
        _guardian = new ActorCell(this, s_guardian, null, "user");
        Register(_guardian);
    }

    public override IChoices Choices => this;

    public override IWork Work => this;

    /// <summary>A hash over every step so far: identity, choices, and in simulation time.</summary>
    public ulong Hash { get; private set; } = Identities.HashStart;

    public long Steps { get; private set; }

    /// <summary>Simulated: the start of the latest step. Explored: the largest time of any actor.</summary>
    public long TimeNanoseconds { get; private set; }

    internal override LocalActorRef UserGuardian => _guardian.Self;

    internal override ITimeProvider Clock => _clock;

    /// <summary>A question was asked that waits so long at most; set by who runs this system.</summary>
    internal Action<PromiseActorRef, TimeSpan?>? Asked { get; set; }

    /// <summary>Simulated: lets the time pass in which nothing happens.</summary>
    internal void AdvanceTo(long nanoseconds) => TimeNanoseconds = Math.Max(TimeNanoseconds, nanoseconds);

    /// <summary>Delivers until nothing is left, a limit is reached, or somebody asks for the end.</summary>
    /// <exception cref="ObjectDisposedException">The system was disposed of.</exception>
    public RunEnd Run(long stepsMax = long.MaxValue, long untilNanoseconds = long.MaxValue)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _stopRequested = false;
        _watchedFrom = untilNanoseconds < long.MaxValue ? 0 : stepsMax - LatestSteps.Count;
        RunCreations();
        while (!_stopRequested)
        {
            if (!_agenda.TryPick(out Lane? lane))
            {
                return _explored is { Count: > 0 } ? RunEnd.ScheduleEnded : RunEnd.Quiescent;
            }

            if (Steps >= stepsMax)
            {
                return RunEnd.StepLimit;
            }

            if (_explored is null && lane.To.NextTime > untilNanoseconds)
            {
                return RunEnd.TimeLimit;
            }

            Deliver(lane);
            RunCreations();
        }

        return RunEnd.Stopped;
    }

    /// <summary>Ends <see cref="Run"/> after the running step.</summary>
    public void RequestStop() => _stopRequested = true;

    /// <summary>After a run that reached its limit: what keeps it going, or null when the latest steps do not come back
    /// to where they were.</summary>
    /// <remarks>A long piece of work that an actor drives by messages to itself looks the same.</remarks>
    /// <exception cref="ObjectDisposedException">The system was disposed of.</exception>
    public MessageCycle? FindCycle()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _pool.Latest.FindCycle();
    }

    /// <summary>Deliveries of every actor so far, in order of creation.</summary>
    public IEnumerable<(IActorRef Actor, Type Type, long Deliveries)> DeliveriesByActor()
    {
        for (int serial = 0; serial < _nodes.Count && !_disposed; serial++)
        {
            Node node = _nodes[serial];
            if (node.Cell is { } cell && !ReferenceEquals(cell, _guardian))
            {
                yield return (cell.Self, cell.Props.Type, node.Deliveries);
            }
        }
    }

    /// <summary>What waits to be delivered, by channel, in the order in which the receivers were made.</summary>
    public IReadOnlyList<WaitingMessages> Waiting()
    {
        List<WaitingMessages> waiting = [];
        for (int serial = 0; serial < _nodes.Count && !_disposed; serial++)
        {
            foreach (Lane lane in _nodes[serial].WaitingLanes())
            {
                Type next = lane.Head.Message.GetType();
                waiting.Add(new WaitingMessages(lane.To.Cell!.Self, lane.From.Cell?.Self, lane.Count, next));
            }
        }

        return waiting;
    }

    public override IActorRef ActorOf(Props props, string? name = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        IActorRef child = _guardian.ActorOf(props, name);
        if (_running is null)
        {
            RunCreations();
        }

        return child;
    }

    public override void Stop(IActorRef actor)
    {
        _guardian.Stop(actor);
    }

    private Node AddNode(ActorCell? cell, ulong identity)
    {
        Node node = _nodes.Add(cell, identity, TakeSlot(), _settings.Seed);
        if (cell is not null && _settings.Commuting is { } commuting && commuting.Declares(cell.Props.Type))
        {
            node.Commuting = new CommutingDeliveries(commuting, cell.Props.Type, _running?.Clock);
        }

        return node;
    }

    /// <summary>An actor starts right after the handler that made it: creation races with nothing.</summary>
    private void RunCreations()
    {
        while (_creations.TryDequeue(out Node? node))
        {
            ulong id = Identities.OfCreation(node.Identity);
            Origin origin = new(_world, -1, node.CreatedIn, Hold.None, 0);
            RunStep(node, id, StepKind.Creation, CreateRequest.Instance, null, origin, null);
        }
    }

    private sealed class ControlledClock(ControlledSystem system) : ITimeProvider
    {
        public DateTimeOffset Now => DateTimeOffset.UnixEpoch + MonotonicClock;

        public TimeSpan MonotonicClock => new((system._running?.Time ?? system.TimeNanoseconds) / 100);
    }
}
