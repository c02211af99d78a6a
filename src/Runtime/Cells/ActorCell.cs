namespace PhyrActors.Runtime;

/// <summary>One actor's place: its instance, behaviour, children and watchers. Survives restarts.</summary>
/// <remarks>Only the thread that runs the actor's handler touches it; what others may do is send.</remarks>
internal sealed partial class ActorCell : IUntypedActorContext
{
    [ThreadStatic]
    private static ActorCell? s_current;

    // Null until the actor first becomes something else.
    private Stack<Func<object, bool>>? _behaviors;
    private ActorBase? _actor;
    private object? _message;
    private IActorRef? _sender;
    private bool _expecting;

    public ActorCell(ActorSystem system, Props props, ActorCell? parent, string name)
    {
        (System, Props, ParentCell, Name) = (system, props, parent, name);
        Self = new LocalActorRef(this);
    }

    /// <summary>The cell whose handler runs on this thread.</summary>
    public static ActorCell? Current => s_current;

    /// <summary>The same, to be set for as long as a thread runs handlers of one cell.</summary>
    public static ref ActorCell? OfThisThread => ref s_current;

    public ActorSystem System { get; }

    public Props Props { get; }

    public ActorCell? ParentCell { get; }

    public string Name { get; }

    public LocalActorRef Self { get; }

    /// <summary>Never null: what has no sender is answered to dead letters.</summary>
    public IActorRef Sender => _sender ?? System.DeadLetters;

    IActorRef IActorContext.Self => Self;

    public IActorRef Parent => (IActorRef?)ParentCell?.Self ?? ActorRefs.Nobody;

    /// <summary>What the system keeps for this actor: its mailbox.</summary>
    public object? Mailbox { get; set; }

    public ActorBase? Actor => _actor;

    /// <summary>No user message may be handled now.</summary>
    public bool IsSuspended => _suspensions > 0;

    public bool IsTerminated { get; private set; }

    public TimerTable? TimerTable { get; private set; }

    /// <summary>The cell for which this thread is making an actor, or null.</summary>
    public static ActorCell? Expecting => s_current is { _expecting: true } cell ? cell : null;

    /// <summary>Called by the actor's base constructor, so that Context, Timers and Stash work in
    /// constructors.</summary>
    public void Adopt(ActorBase actor)
    {
        _expecting = false;
        _actor = actor;
        _behaviors = null;
        if (actor is IWithTimers withTimers)
        {
            withTimers.Timers = TimerTable ??= new TimerTable(this);
        }

        if (actor is IWithUnboundedStash withStash)
        {
            withStash.Stash = _stash ??= new StashBox(this);
        }
    }

    /// <summary>Runs one user message through the behaviour.</summary>
    public void Invoke(object message, IActorRef? sender)
    {
        ActorCell? outer = s_current;
        s_current = this;
        try
        {
            Receive(message, sender);
        }
        finally
        {
            s_current = outer;
        }
    }

    /// <summary>The same on a thread of which this cell is current already.</summary>
    public void Receive(object message, IActorRef? sender)
    {
        if (IsTerminated || _actor is null)
        {
            System.DeadLetters.Tell(new DeadLetter(message, sender, Self));
            return;
        }

        (_sender, _message) = (sender, message);
        try
        {
            Dispatch(message);
            if (TimerTable?.ReceiveTimeout is { } timeout && !IsNeutral(message))
            {
                timeout.Restart();
            }
        }
#pragma warning disable CA1031 // Supervision is about every exception.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            Fail(message, cause);
        }
        finally
        {
            (_message, _sender) = (null, null);
            _stash?.DeliveryEnded();
        }
    }

    public void Become(Func<object, bool> receive)
    {
        _behaviors ??= new Stack<Func<object, bool>>(1);
        _behaviors.TryPop(out _);
        _behaviors.Push(receive);
    }

    public void BecomeStacked(Func<object, bool> receive)
    {
        _behaviors ??= new Stack<Func<object, bool>>(2);
        if (_behaviors.Count == 0 && _actor is { } actor)
        {
            _behaviors.Push(actor.Receive);
        }

        _behaviors.Push(receive);
    }

    public void UnbecomeStacked()
    {
        if (_behaviors?.Count > 1)
        {
            _behaviors.Pop();
        }
    }

    public void Become(UntypedReceive receive) => Become(Accepting(receive));

    public void BecomeStacked(UntypedReceive receive) => BecomeStacked(Accepting(receive));

    public TimeSpan? ReceiveTimeout => TimerTable?.ReceiveTimeout?.Timeout;

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        TimerTable?.ReceiveTimeout?.Stop();
        if (timeout is { } after)
        {
            TimerTable ??= new TimerTable(this);
            TimerTable.ReceiveTimeout = new ReceiveTimeoutTimer(this, after);
        }
        else
        {
            TimerTable?.ReceiveTimeout = null;
        }
    }

    public ActorSelection ActorSelection(string actorPath) => Runtime.ActorSelection.Of(System, Self, actorPath);

    public IEnumerable<StashedMessage> ClearStash() => _stash?.ClearStash() ?? [];

    /// <summary>Whether the message leaves the receive timeout as it is.</summary>
    private static bool IsNeutral(object message) =>
        (message is TimerMessage timer ? timer.Message : message) is INotInfluenceReceiveTimeout;

    private static Func<object, bool> Accepting(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private void Dispatch(object message)
    {
        switch (message)
        {
            case TimerMessage { Message: TimeoutTick tick }:
                if (ReferenceEquals(tick.Timer, TimerTable?.ReceiveTimeout))
                {
                    Handle(PhyrActors.Runtime.ReceiveTimeout.Instance);
                }

                return;
            case TimerMessage timer:
                TimerTable?.Fire(timer, this);
                return;
            case Terminated terminated:
                ReceiveTerminated(terminated);
                return;
            case IAutoReceivedMessage automatic:
                AutoReceive(automatic);
                return;
            default:
                Behave(message);
                return;
        }
    }

    /// <summary>Hands a message to the behaviour; what arrived wrapped is stashed unwrapped.</summary>
    internal void Handle(object message)
    {
        _message = message;
        Behave(message);
    }

    private void Behave(object message)
    {
        bool handled = _behaviors is { Count: > 0 } behaviors
            ? behaviors.Peek()(message)
            : _actor!.Receive(message);
        if (!handled)
        {
            _actor!.Unhandled(message);
        }
    }

    private void AutoReceive(IAutoReceivedMessage message)
    {
        switch (message)
        {
            case PoisonPill:
                System.SendSystem(this, TerminateRequest.Instance);
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, Self), Self);
                break;
            case ActorSelectionMessage selection:
                PassOn(selection);
                break;
        }
    }
}
