using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>Reads the server's value, then writes one more, and again: updates of two clients can be lost.</summary>
internal sealed class RacingClient : ReceiveActor
{
    private readonly IActorRef _server;
    private readonly int _number;
    private readonly int _rounds;
    private int _round;
    private bool _hasRead;

    public RacingClient(IActorRef server, int number, int rounds)
    {
        (_server, _number, _rounds) = (server, number, rounds);
        Receive<Go>(_ => Read());
        Receive<Reply>(OnReply);
    }

    private void OnReply(Reply reply)
    {
        if (_hasRead)
        {
            Read();
        }
        else
        {
            _hasRead = true;
            _server.Tell(new Put(_number, _round, reply.Value));
        }
    }

    private void Read()
    {
        _hasRead = false;
        if (_round < _rounds)
        {
            _server.Tell(new Ask(_number, ++_round));
        }
    }
}
