namespace PhyrActors.Actors;

/// <summary>Somebody unbinds the drivers of providers, or turns on ACS redirection above a peer, while peers use
/// them.</summary>
public sealed class ProviderEnvironment : ReceiveActor, IWithTimers
{
    private readonly TimeSpan _after;

    /// <param name="providers">Whom it befalls.</param>
    /// <param name="request">What is asked of each.</param>
    /// <param name="after">When.</param>
    public ProviderEnvironment(IReadOnlyList<IActorRef> providers, object request, TimeSpan after)
    {
        _after = after;
        Receive<ChangeNow>(_ =>
        {
            foreach (IActorRef provider in providers)
            {
                provider.Tell(request);
            }
        });
        Receive<P2pdmaProviderProtocol.Unbound>(static _ => { });
        Receive<P2pdmaProviderProtocol.AcsEnabled>(static _ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartSingleTimer("change", new ChangeNow(), _after);

    private sealed record ChangeNow;
}
