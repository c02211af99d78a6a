using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>A running timer of a parallel system.</summary>
internal abstract class ParallelTimer(WallClock clock, TimeSpan? interval) : ITimerHandle
{
    private int _over;

    /// <summary>In the system's time, ticks of 100 ns since its start.</summary>
    public long Deadline { get; set; }

    /// <summary>Null for a single shot.</summary>
    public TimeSpan? Interval { get; } = interval;

    /// <summary>Cancelled, or fired for the last time.</summary>
    public bool IsOver => Volatile.Read(ref _over) != 0;

    public abstract void Fire();

    /// <summary>True for the one caller that ends the timer.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref _over, 1) == 0;

    public void Cancel()
    {
        if (TryEnd())
        {
            clock.OnCancelled();
        }
    }
}

/// <summary>Makes a question expire.</summary>
internal sealed class AskTimer(WallClock clock, PromiseActorRef promise) : ParallelTimer(clock, null)
{
    public override void Fire() => promise.Expire();
}

/// <summary>Puts its message in an actor's mailbox.</summary>
/// <param name="clock">Whose time it goes by.</param>
/// <param name="to">The mailbox.</param>
/// <param name="message">The tick.</param>
/// <param name="interval">Null for a single shot.</param>
/// <param name="identity">The timer's identity, where steps are followed.</param>
internal sealed class MailTimer(
    WallClock clock, Mailbox to, TimerMessage message, TimeSpan? interval, ulong? identity)
    : ParallelTimer(clock, interval)
{
    private int _firings;

    public override void Fire() => to.Post(
        to.Steps is null
            ? message
            : new ClockedMessage(message, Identities.OfTick(identity ?? 0, _firings++), []),
        null);
}
