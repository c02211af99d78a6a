using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>The scheduler of a system whose time stands still until the test moves it, also while the test
/// waits.</summary>
/// <remarks>A kit has it when its configuration names it under <c>akka.scheduler.implementation</c>; it then is
/// <c>Sys.Scheduler</c>.</remarks>
public sealed class TestScheduler : IScheduler
{
    private readonly GuardianScheduler _scheduler;
    private readonly ControlledDriver _driver;

    internal TestScheduler(ControlledSystem system, ControlledDriver driver) =>
        (_scheduler, _driver) = (new GuardianScheduler(system), driver);

    public DateTimeOffset Now => _scheduler.Now;

    public TimeSpan MonotonicClock => _scheduler.MonotonicClock;

    /// <summary>Lets time pass: everything that is due meanwhile happens, in the order of time.</summary>
    public void Advance(TimeSpan offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, TimeSpan.Zero);
        _driver.Advance(offset);
    }

    /// <exception cref="InvalidOperationException">The moment is past.</exception>
    public void AdvanceTo(DateTimeOffset when)
    {
        if (when < Now)
        {
            throw new InvalidOperationException($"{when} is past: it is {Now}.");
        }

        Advance(when - Now);
    }

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        _scheduler.ScheduleTellOnce(delay, receiver, message, sender);

    public void ScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        _scheduler.ScheduleTellOnce(delay, receiver, message, sender, cancelable);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender) =>
        _scheduler.ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable? cancelable) =>
        _scheduler.ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, cancelable);
}
