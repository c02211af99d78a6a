using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>A system on the thread pool and the wall clock: all cores, and an order that only the machine
/// knows.</summary>
/// <remarks>An actor runs on one thread at a time and sees what it wrote before. Making and stopping top-level actors
/// is safe from any thread.</remarks>
public sealed class ParallelSystem : ActorSystem, IWork
{
    private readonly ParallelSettings _settings;
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MailboxRegistry _mailboxes = new();
    private readonly OrderedDictionary<Type, long> _gone = [];
    private readonly Lock _registry = new();
    private readonly WallClock _clock;
    private readonly StepBook? _steps;

    private readonly ActorCell _guardian;

    public ParallelSystem(string name)
        : this(name, new ParallelSettings())
    {
    }

    public ParallelSystem(string name, ParallelSettings settings)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.Speedup);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.Throughput);
        _settings = settings;
        _clock = new WallClock(settings.Speedup, Activity);
        _steps = settings.Steps is { } sink ? new StepBook(sink, _clock, settings.Seed) : null;
        Choices = new ParallelChoices(
            settings.Probability,
            settings.Chosen,
            settings.Steps is { } shown ? shown.OnWorldChoice : null,
            _steps?.DrawsOf(0) ?? new SplitMix64(settings.Seed));
        _guardian = new ActorCell(this, Props.Create(static () => new Guardian()), null, "user");
        Register(_guardian);
    }

    public override IChoices Choices { get; }

    public override IWork Work => this;

    public override Task WhenTerminated => _terminated.Task;

    internal override LocalActorRef UserGuardian => _guardian.Self;

    internal override ITimeProvider Clock => _clock;

    internal Activity Activity { get; } = new();

    /// <summary>Top-level actors are made by threads that are not in the guardian's turn: this keeps them
    /// apart.</summary>
    internal Lock Turnstile { get; } = new();

    internal int Throughput => _settings.Throughput;

    /// <summary>Completes at a moment at which no handler runs and no message waits, except for suspended actors;
    /// timers may still fire.</summary>
    public Task WhenIdle() => Activity.WhenNone(timersToo: false);

    /// <summary>Completes when nothing is left to deliver: no message waits, no handler runs and no timer is
    /// running.</summary>
    public Task WhenQuiescent() => Activity.WhenNone(timersToo: true);

    /// <summary>Deliveries so far: of every living actor, in order of creation, then of those that are gone, added up
    /// by class under <see cref="ActorRefs.Nobody"/>.</summary>
    public IEnumerable<(IActorRef Actor, Type Type, long Deliveries)> DeliveriesByActor()
    {
        lock (_registry)
        {
            return
            [
                .. _mailboxes.InOrderOfCreation()
                    .Where(mailbox => !ReferenceEquals(mailbox.Cell, _guardian))
                    .Select(mailbox => ((IActorRef)mailbox.Cell.Self, mailbox.Cell.Props.Type, mailbox.Deliveries)),
                .. _gone.Select(row => (ActorRefs.Nobody, row.Key, row.Value)),
            ];
        }
    }

    /// <summary>What waits now, by receiver in the order of creation; actors that run meanwhile are read as they
    /// change.</summary>
    public IReadOnlyList<WaitingMessages> Waiting()
    {
        lock (_registry)
        {
            return
            [
                .. _mailboxes.InOrderOfCreation()
                    .Select(mailbox => new WaitingMessages(mailbox.Cell.Self, null, mailbox.Waiting, null))
                    .Where(waiting => waiting.Count > 0),
            ];
        }
    }

    public override IActorRef ActorOf(Props props, string? name = null)
    {
        lock (Turnstile)
        {
            return _guardian.ActorOf(props, name);
        }
    }

    /// <summary>Stops every actor, children before parents; completes when each has ended and what still waited for it
    /// is published as dead letters.</summary>
    public override Task Terminate()
    {
        _guardian.Self.SendSystem(TerminateRequest.Instance);
        return WhenTerminated;
    }

    void IWork.Spend(string cost, long count)
    {
    }

    /// <summary>A generator of the actor's own; the same for every incarnation in every run with this seed.</summary>
    internal SplitMix64 GeneratorOf(Mailbox mailbox) => mailbox.Steps is { } steps
        ? _steps!.DrawsOf(steps.Identity)
        : new(SplitMix64.Mix(
            _settings.Seed, SplitMix64.Hash(mailbox.Cell.Self.Path.ToStringWithoutAddress())));

    internal override void Send(ActorCell to, object message, IActorRef? sender)
    {
        if (_steps is null)
        {
            MailboxOf(to).Post(message, sender);
        }
        else
        {
            SendClocked(MailboxOf(to), message, sender, Identities.UserSalt);
        }
    }

    internal override void SendDeath(ActorCell to, Terminated death, LocalActorRef dead)
    {
        if (_steps is null)
        {
            Send(to, death, dead);
        }
        else
        {
            SendClocked(MailboxOf(to), death, dead, Identities.DeathSalt);
        }
    }

    internal override void SendSystem(ActorCell to, SystemMessage message) => PostSystem(MailboxOf(to), message);

    internal override void Prepend(ActorCell to, IReadOnlyList<StashedMessage> messages) =>
        MailboxOf(to).Prepend(messages);

    internal override void Register(ActorCell cell)
    {
        StepClock? by = RunningStep();
        StepClock? steps = _steps is null
            ? null
            : new StepClock(_steps, cell, by?.NextActor() ?? _steps.NextActor(), by?.Clock ?? []);
        Mailbox mailbox = new(this, cell, takesTurnstile: cell.ParentCell is null, steps);
        cell.Mailbox = mailbox;

        // Whoever makes whole steps sees what they send.
        cell.Self.Mailbox = steps is null ? mailbox : null;
        lock (_registry)
        {
            _mailboxes.Add(mailbox);
        }

        // A creation is no message that others are counted behind: its identity is the actor's own.
        if (_steps is null)
        {
            mailbox.PostSystem(CreateRequest.Instance);
        }
        else if (by is not null)
        {
            by.Send(mailbox, CreateRequest.Instance, null, StepBook.CreationSalt);
        }
        else
        {
            mailbox.PostClocked(new ClockedMessage(CreateRequest.Instance, 0, []), null);
        }
    }

    internal override void Unregister(ActorCell cell)
    {
        Mailbox mailbox = MailboxOf(cell);
        lock (_registry)
        {
            _mailboxes.Remove(mailbox);
            _gone[cell.Props.Type] = _gone.GetValueOrDefault(cell.Props.Type) + mailbox.Deliveries;
        }

        mailbox.ReportLeft();

        EventStream.Unsubscribe(cell.Self);
        if (cell.ParentCell is null)
        {
            _clock.Dispose();
            _terminated.SetResult();
        }
    }

    internal override ITimerHandle StartTimer(
        ActorCell cell, TimerMessage message, TimeSpan delay, TimeSpan? interval) =>
        _clock.Start(
            new MailTimer(_clock, MailboxOf(cell), message, interval, RunningStep()?.NextTimer(message.Key)), delay);

    internal override ITimerHandle? OnAsked(PromiseActorRef promise, TimeSpan? timeout) =>
        timeout is { } after ? _clock.Start(new AskTimer(_clock, promise), after) : null;

    internal override void OnFailure(ActorCell cell, object? message, Exception cause) =>
        _settings.Failed?.Invoke(cell.Self, cause);

    internal override void OnPublish(object @event)
    {
        _settings.Events?.OnPublished(@event);
        RunningStep()?.Publish(@event);
    }

    /// <summary>Asks for the end and does not wait for it: a handler may be the caller.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ = Terminate();
            _clock.Dispose();
        }
    }

    private void PostSystem(Mailbox to, SystemMessage message)
    {
        if (_steps is null)
        {
            to.PostSystem(message);
        }
        else
        {
            SendClocked(to, message, null, Identities.SystemSalt);
        }
    }

    private void SendClocked(Mailbox to, object message, IActorRef? sender, ulong salt)
    {
        if (RunningStep() is { } step)
        {
            step.Send(to, message, sender, salt);
        }
        else
        {
            to.PostClocked(_steps!.FromOutside(message, to.Steps!.Identity, salt), sender);
        }
    }

    /// <summary>Where clocks are kept, the step in which this thread is; null for the world outside.</summary>
    private StepClock? RunningStep() => _steps is not null
        && ActorCell.Current is { Mailbox: Mailbox { Steps: { IsRunning: true } steps } } cell
        && ReferenceEquals(cell.System, this)
            ? steps
            : null;

    private static Mailbox MailboxOf(ActorCell cell) => (Mailbox)cell.Mailbox!;
}
