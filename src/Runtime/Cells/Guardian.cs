namespace PhyrActors.Runtime;

/// <summary>The parent of top-level actors, and who sends what the scheduler was asked to send later.</summary>
/// <remarks>Requests reach it as messages: what is scheduled, and what cancels it, keeps its place among its
/// causes.</remarks>
internal sealed class Guardian : UntypedActor, IWithTimers
{
    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ScheduleRequest { Interval: { } interval } request:
                Timers.StartPeriodicTimer(request.Tell, request.Tell, request.Delay, interval);
                break;
            case ScheduleRequest request:
                Timers.StartSingleTimer(request.Tell, request.Tell, request.Delay);
                break;
            case CancelRequest cancel:
                foreach (ScheduledTell tell in Timers.ActiveTimers.OfType<ScheduledTell>())
                {
                    if (ReferenceEquals(tell.Cancelable, cancel.Cancelable))
                    {
                        Timers.Cancel(tell);
                    }
                }

                break;
            case ScheduledTell tell:
                tell.Receiver.Tell(tell.Message, tell.Sender!);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}

/// <summary>A message that is sent later; its own timer's key, so compared by reference.</summary>
internal sealed class ScheduledTell(ICanTell receiver, object message, IActorRef? sender, Cancelable? cancelable)
{
    public ICanTell Receiver { get; } = receiver;

    public object Message { get; } = message;

    public IActorRef? Sender { get; } = sender;

    public Cancelable? Cancelable { get; } = cancelable;
}

internal sealed record ScheduleRequest(ScheduledTell Tell, TimeSpan Delay, TimeSpan? Interval);

internal sealed record CancelRequest(Cancelable Cancelable);
