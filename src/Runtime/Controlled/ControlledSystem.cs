using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>A system on one thread and in virtual time, in which every run can be had again, bit for bit.</summary>
/// <remarks>A step is a delivery whose handler runs to the end. Messages of one actor to another keep their order;
/// nothing else orders them but their causes.</remarks>
public sealed partial class ControlledSystem : ActorSystem
{
    private readonly ControlledSettings _settings;
    private readonly Agenda _agenda;
    private readonly ExploredAgenda? _explored;
    private readonly List<Node> _nodes = [];
    private readonly Queue<Node> _creations = new();
    private readonly Node _world;
    private readonly ActorCell _guardian;
    private readonly ControlledClock _clock;
    private bool _stopRequested;
    private int _lanes;

    public ControlledSystem(string name, ControlledSettings settings)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Costs is null == settings.Schedule is null)
        {
            throw new ArgumentException("Give either a cost table or a schedule.", nameof(settings));
        }

        _settings = settings;
        _explored = settings.Schedule is { } schedule ? new ExploredAgenda(schedule) : null;
        _agenda = (Agenda?)_explored ?? new SimulatedAgenda();
        _clock = new ControlledClock(this);
        _world = AddNode(null, 0);
        _guardian = new ActorCell(this, Props.Create(static () => new Guardian()), null, "user");
        Register(_guardian);
    }

    public override IScheduler Scheduler => _clock;

    public override IChoices Choices => this;

    public override IWork Work => this;

    public override Task WhenTerminated => Task.CompletedTask;

    /// <summary>A hash over every step so far: identity, choices, and in simulation time.</summary>
    public ulong Hash { get; private set; } = Identities.HashStart;

    public long Steps { get; private set; }

    /// <summary>Simulated: the start of the latest step. Explored: the largest time of any actor.</summary>
    public long TimeNanoseconds { get; private set; }

    /// <summary>A question was asked that waits so long at most; set by who runs this system.</summary>
    internal Action<PromiseActorRef, TimeSpan?>? Asked { get; set; }

    /// <summary>Simulated: lets the time pass in which nothing happens.</summary>
    internal void AdvanceTo(long nanoseconds) => TimeNanoseconds = Math.Max(TimeNanoseconds, nanoseconds);

    /// <summary>Delivers until nothing is left, a limit is reached, or somebody asks for the end.</summary>
    public RunEnd Run(long stepsMax = long.MaxValue, long untilNanoseconds = long.MaxValue)
    {
        _stopRequested = false;
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

    /// <summary>Deliveries of every actor so far, in order of creation.</summary>
    public IEnumerable<(IActorRef Actor, Type Type, long Deliveries)> DeliveriesByActor()
    {
        foreach (Node node in _nodes)
        {
            if (node.Cell is { } cell && !ReferenceEquals(cell, _guardian))
            {
                yield return (cell.Self, cell.Props.Type, node.Deliveries);
            }
        }
    }

    public override IActorRef ActorOf(Props props, string? name = null)
    {
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

    public override Task Terminate()
    {
        RequestStop();
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        _nodes.Clear();
        _creations.Clear();
    }

    private Node AddNode(ActorCell? cell, ulong identity)
    {
        Node node = new(cell, identity, _nodes.Count, TakeSlot(), _settings.Seed, ref _lanes);
        if (cell is not null && _settings.Commuting is { } commuting && commuting.Declares(cell.Props.Type))
        {
            node.Commuting = new CommutingDeliveries(commuting, cell.Props.Type, _running?.Clock);
        }

        _nodes.Add(node);
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

    /// <summary>The parent of top-level actors.</summary>
    private sealed class Guardian : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class ControlledClock(ControlledSystem system) : IScheduler
    {
        public DateTimeOffset Now => DateTimeOffset.UnixEpoch + MonotonicClock;

        public TimeSpan MonotonicClock => new((system._running?.Time ?? system.TimeNanoseconds) / 100);
    }
}
