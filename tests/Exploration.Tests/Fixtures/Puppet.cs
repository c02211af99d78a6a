namespace PhyrActors.Exploration.Tests;

/// <summary>An actor that is one delegate, with all that an actor may have.</summary>
internal sealed class Puppet : ReceiveActor, IWithTimers, IWithUnboundedStash
{
    public Puppet(Action<object, Puppet> handler) => ReceiveAny(message => handler(message, this));

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    /// <summary>Whatever the delegate wants to remember; lost in a restart.</summary>
    public int Number { get; set; }

    public IActorRef Me => Self;

    public IActorRef From => Sender;

    public IActorContext Here => Context;

    public static Props Props(Action<object, Puppet> handler) =>
        PhyrActors.Runtime.Props.Create(() => new Puppet(handler));

    public void After(string key, int seconds) =>
        Timers.StartSingleTimer(key, key, TimeSpan.FromSeconds(seconds));
}
