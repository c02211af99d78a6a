namespace PhyrActors.Runtime;

/// <summary>A tree of actors with one way of running them.</summary>
public abstract class ActorSystem : IDisposable
{
    private IScheduler? _scheduler;

    private protected ActorSystem(string name)
    {
        Name = name;
        EventStream = new EventStream(this);
        DeadLetters = new DeadLetterActorRef(this);
    }

    public string Name { get; }

    public EventStream EventStream { get; }

    /// <summary>Takes whatever could not be delivered and publishes it as <see cref="DeadLetter"/>.</summary>
    public IActorRef DeadLetters { get; }

    public IScheduler Scheduler => _scheduler ??= new GuardianScheduler(this);

    /// <summary>The log of the system as a whole.</summary>
    public ILoggingAdapter Log => new BusLogging(this, null);

    /// <summary>The choices of the actor whose handler is running.</summary>
    public abstract Seams.IChoices Choices { get; }

    /// <summary>The cost account of the step that is running.</summary>
    public abstract Seams.IWork Work { get; }

    public abstract Task WhenTerminated { get; }

    /// <summary>A system on the thread pool, with default settings.</summary>
    public static ActorSystem Create(string name) => new ParallelSystem(name);

    /// <exception cref="InvalidActorNameException">The name is illegal or taken.</exception>
    public abstract IActorRef ActorOf(Props props, string? name = null);

    /// <summary>Whoever lives behind a path such as <c>/user/a</c>; see <see cref="Runtime.ActorSelection"/>.</summary>
    public ActorSelection ActorSelection(string actorPath) => Runtime.ActorSelection.Of(this, null, actorPath);

    public virtual void Stop(IActorRef actor) => (actor as IInternalActorRef)?.SendSystem(TerminateRequest.Instance);

    public abstract Task Terminate();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The parent of top-level actors.</summary>
    internal abstract LocalActorRef UserGuardian { get; }

    internal abstract ITimeProvider Clock { get; }

    /// <summary>Gives the system another scheduler: a test's.</summary>
    internal void UseScheduler(IScheduler scheduler) => _scheduler = scheduler;

    /// <summary>Delivers later: user messages.</summary>
    internal abstract void Send(ActorCell to, object message, IActorRef? sender);

    /// <summary>Delivers a death later, behind all that the dead actor sent to the same watcher.</summary>
    internal abstract void SendDeath(ActorCell to, Terminated death, LocalActorRef dead);

    /// <summary>Delivers later, ahead of user messages.</summary>
    internal abstract void SendSystem(ActorCell to, SystemMessage message);

    /// <summary>Puts messages in front of everything that waits, in their order.</summary>
    internal abstract void Prepend(ActorCell to, IReadOnlyList<StashedMessage> messages);

    /// <summary>Gives a new actor its mailbox and sees to its start.</summary>
    internal abstract void Register(ActorCell cell);

    /// <summary>Takes a terminated actor's mailbox away; what is left in it goes to dead letters.</summary>
    internal abstract void Unregister(ActorCell cell);

    internal abstract ITimerHandle StartTimer(ActorCell cell, TimerMessage message, TimeSpan delay, TimeSpan? interval);

    /// <summary>A question is on its way; starts its timeout, if it has one and time passes by itself.</summary>
    internal abstract ITimerHandle? OnAsked(PromiseActorRef promise, TimeSpan? timeout);

    /// <summary>An actor threw; the supervisor is told after this.</summary>
    internal abstract void OnFailure(ActorCell cell, object? message, Exception cause);

    /// <summary>Sees each published event inside the step that published it.</summary>
    internal abstract void OnPublish(object @event);

    protected abstract void Dispose(bool disposing);
}
