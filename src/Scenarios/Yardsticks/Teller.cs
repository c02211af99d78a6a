using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>Tells others what it was given to tell, each time it is told anything; with nothing to tell, a
/// sink.</summary>
internal sealed class Teller : ReceiveActor
{
    public Teller(params (IActorRef To, string Text)[] tells) => ReceiveAny(_ =>
    {
        foreach ((IActorRef to, string text) in tells)
        {
            to.Tell(new Note(text));
        }
    });
}
