using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>Stops one actor and then tells another to speak.</summary>
internal sealed class Stopper : ReceiveActor
{
    public Stopper(IActorRef victim, IActorRef speaker) => Receive<Go>(_ =>
    {
        Context.System.Stop(victim);
        speaker.Tell(new Note("speak"));
    });
}
