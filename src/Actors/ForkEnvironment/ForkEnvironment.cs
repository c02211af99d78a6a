namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="ForkEnvironment"/>.</summary>
public static class ForkEnvironmentProtocol
{
    /// <summary>Forks no more; a child that lives still exits.</summary>
    public sealed record EndForking;
}

/// <summary>Forks a process again and again; each child exits before the next is made.</summary>
public sealed class ForkEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _addressSpace;
    private readonly TimeSpan _childLifetime;
    private readonly FaultPoints _faults;
    private IActorRef? _child;
    private int _children;
    private bool _forking;

    /// <param name="addressSpace">The process.</param>
    /// <param name="first">Time to the first fork.</param>
    /// <param name="interval">Time between forks.</param>
    /// <param name="childLifetime">How long a child lives; shorter than the interval.</param>
    /// <param name="surroundings">Choices, work, mutations.</param>
    public ForkEnvironment(
        IActorRef addressSpace, TimeSpan first, TimeSpan interval, TimeSpan childLifetime, Surroundings surroundings)
    {
        _faults = surroundings.FaultsOf(Context);
        (_addressSpace, _childLifetime) = (addressSpace, childLifetime);
        Receive<ForkNow>(_ => OnForkNow());
        Receive<AddressSpaceProtocol.Forked>(OnForked);
        Receive<AddressSpaceProtocol.ForkRefused>(_ =>
        {
            _forking = false;
        });
        Receive<ExitNow>(_ => _child?.Tell(new AddressSpaceProtocol.Exit()));
        Receive<Terminated>(_ => OnChildGone());
        Receive<ForkEnvironmentProtocol.EndForking>(_ => Timers.Cancel(ForkNow.Instance));
        Timers.StartPeriodicTimer(ForkNow.Instance, ForkNow.Instance, first, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void OnForkNow()
    {
        if (!_forking)
        {
            _forking = true;
            _addressSpace.Tell(new AddressSpaceProtocol.Fork(++_children));
        }
    }

    private void OnChildGone()
    {
        (_child, _forking) = (null, false);
        if (_faults.Strikes(FaultSite.ForkBurst))
        {
            OnForkNow();
        }
    }

    private void OnForked(AddressSpaceProtocol.Forked forked)
    {
        _child = Context.Watch(forked.Child);
        Timers.StartSingleTimer(ExitNow.Instance, ExitNow.Instance, _childLifetime);
    }

    private sealed record ForkNow
    {
        public static readonly ForkNow Instance = new();
    }

    private sealed record ExitNow
    {
        public static readonly ExitNow Instance = new();
    }
}
