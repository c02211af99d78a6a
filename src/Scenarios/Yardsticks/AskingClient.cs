using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>Sends a request, waits for the reply, and again.</summary>
internal sealed class AskingClient : ReceiveActor
{
    private readonly IActorRef _server;
    private readonly int _number;
    private readonly int _rounds;
    private int _round;

    public AskingClient(IActorRef server, int number, int rounds)
    {
        (_server, _number, _rounds) = (server, number, rounds);
        Receive<Go>(_ => AskNext());
        Receive<Reply>(_ => AskNext());
    }

    private void AskNext()
    {
        if (_round < _rounds)
        {
            _server.Tell(new Ask(_number, ++_round));
        }
    }
}
