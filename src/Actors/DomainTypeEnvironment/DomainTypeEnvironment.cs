namespace PhyrActors.Actors;

/// <summary>Somebody writes another type into a group's sysfs file while its domain is used.</summary>
public sealed class DomainTypeEnvironment : ReceiveActor, IWithTimers
{
    private readonly TimeSpan _after;

    public DomainTypeEnvironment(IActorRef domain, DomainType type, TimeSpan after)
    {
        _after = after;
        Receive<WriteNow>(_ => domain.Tell(new IommuDomainProtocol.SetType(type)));
        Receive<IommuDomainProtocol.TypeSet>(static _ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartSingleTimer("write", new WriteNow(), _after);

    private sealed record WriteNow;
}
