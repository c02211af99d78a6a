using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>Asks all servers at once and takes their replies.</summary>
internal sealed class BroadcastClient : ReceiveActor
{
    public BroadcastClient(IReadOnlyList<IActorRef> servers, int number)
    {
        Receive<Go>(_ =>
        {
            foreach (IActorRef server in servers)
            {
                server.Tell(new Ask(number, 1));
            }
        });
        Receive<Reply>(static _ => { });
    }
}
