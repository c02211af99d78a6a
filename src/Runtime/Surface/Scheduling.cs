namespace PhyrActors.Runtime;

/// <summary>Cancels what was scheduled with it.</summary>
public interface ICancelable
{
    bool IsCancellationRequested { get; }

    void Cancel();
}

/// <summary>Cancels what was scheduled with it; messages that are already due may still arrive.</summary>
public sealed class Cancelable : ICancelable
{
    private volatile bool _isCancellationRequested;

    /// <param name="scheduler">With which it is used.</param>
    public Cancelable(IScheduler scheduler) => ArgumentNullException.ThrowIfNull(scheduler);

    public bool IsCancellationRequested => _isCancellationRequested;

    /// <summary>Null until it is used.</summary>
    internal ActorSystem? System { get; set; }

    public void Cancel()
    {
        _isCancellationRequested = true;
        System?.UserGuardian.Tell(new CancelRequest(this), ActorRefs.NoSender);
    }
}

/// <summary>The time of a system: wall clock in parallel, virtual when controlled.</summary>
public interface ITimeProvider
{
    DateTimeOffset Now { get; }

    /// <summary>Time since the system's start, as the actor whose handler runs sees it.</summary>
    TimeSpan MonotonicClock { get; }
}

/// <summary>Sends messages later. An actor that sends to itself uses its timers instead: they end with it.</summary>
public interface ITellScheduler
{
    void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender);

    void ScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable);

    void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender);

    void ScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable? cancelable);
}

/// <summary>Time, and messages sent later.</summary>
public interface IScheduler : ITellScheduler, ITimeProvider;

/// <summary>Scheduling that makes its own <see cref="ICancelable"/>.</summary>
public static class SchedulerExtensions
{
    public static ICancelable ScheduleTellOnceCancelable(
        this IScheduler scheduler, TimeSpan delay, ICanTell receiver, object message, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        Cancelable cancelable = new(scheduler);
        scheduler.ScheduleTellOnce(delay, receiver, message, sender, cancelable);
        return cancelable;
    }

    public static ICancelable ScheduleTellRepeatedlyCancelable(
        this IScheduler scheduler,
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        Cancelable cancelable = new(scheduler);
        scheduler.ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, cancelable);
        return cancelable;
    }
}

/// <summary>Has the guardian of a system send later.</summary>
internal class GuardianScheduler(ActorSystem system) : IScheduler
{
    public DateTimeOffset Now => system.Clock.Now;

    public TimeSpan MonotonicClock => system.Clock.MonotonicClock;

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        Schedule(delay, null, receiver, message, sender, null);

    public void ScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(delay, null, receiver, message, sender, cancelable);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender) =>
        Schedule(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable? cancelable) => Schedule(initialDelay, interval, receiver, message, sender, cancelable);

    private void Schedule(
        TimeSpan delay, TimeSpan? interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? given)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (given is { IsCancellationRequested: true })
        {
            return;
        }

        Cancelable? cancelable = given as Cancelable;
        if (given is not null && cancelable is null)
        {
            throw new ArgumentException($"{given} is no {nameof(Cancelable)}.", nameof(given));
        }

        cancelable?.System = system;
        ScheduledTell tell = new(receiver, message, sender, cancelable);
        system.UserGuardian.Tell(new ScheduleRequest(tell, delay, interval), ActorRefs.NoSender);
    }
}
