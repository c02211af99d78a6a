namespace PhyrActors.Exploration.Tests;

/// <summary>The messages between the clients and the server of RR(C, R).</summary>
public static class RequestReplyProtocol
{
    /// <summary>To a client: begin.</summary>
    public sealed record Go;

    /// <summary>The server's answer to every request, with its value at that time.</summary>
    public sealed record Reply(int Value);

    /// <summary>A request that changes nothing.</summary>
    public sealed record Ask(int Client, int Round);

    /// <summary>Writes a value that was computed from the one that was read.</summary>
    public sealed record Put(int Client, int Round, int Read);

    /// <summary>Event of the server: a request arrived.</summary>
    public sealed record Served(int Client, int Round);

    /// <summary>Event of the server: a value was overwritten.</summary>
    public sealed record Stored(int Client, int Read, int Overwritten);
}

/// <summary>Answers every request.</summary>
public sealed class ValueServer : ReceiveActor
{
    private int _value;

    public ValueServer()
    {
        Receive<RequestReplyProtocol.Ask>(OnAsk);
        Receive<RequestReplyProtocol.Put>(OnPut);
    }

    private void OnAsk(RequestReplyProtocol.Ask ask)
    {
        Context.System.EventStream.Publish(new RequestReplyProtocol.Served(ask.Client, ask.Round));
        Sender.Tell(new RequestReplyProtocol.Reply(_value));
    }

    private void OnPut(RequestReplyProtocol.Put put)
    {
        Context.System.EventStream.Publish(new RequestReplyProtocol.Stored(put.Client, put.Read, _value));
        _value = put.Read + 1;
        Sender.Tell(new RequestReplyProtocol.Reply(_value));
    }
}

/// <summary>Sends a request, waits for the reply, and again.</summary>
public sealed class AskingClient : ReceiveActor
{
    private readonly IActorRef _server;
    private readonly int _number;
    private readonly int _rounds;
    private int _round;

    public AskingClient(IActorRef server, int number, int rounds)
    {
        (_server, _number, _rounds) = (server, number, rounds);
        Receive<RequestReplyProtocol.Go>(_ => Ask());
        Receive<RequestReplyProtocol.Reply>(_ => Ask());
    }

    private void Ask()
    {
        if (_round < _rounds)
        {
            _server.Tell(new RequestReplyProtocol.Ask(_number, ++_round));
        }
    }
}

/// <summary>Reads the server's value, then writes one more: updates of two clients can be lost.</summary>
public sealed class RacingClient : ReceiveActor
{
    private readonly IActorRef _server;
    private readonly int _number;
    private readonly int _rounds;
    private int _round;
    private bool _hasRead;

    public RacingClient(IActorRef server, int number, int rounds)
    {
        (_server, _number, _rounds) = (server, number, rounds);
        Receive<RequestReplyProtocol.Go>(_ => Ask());
        Receive<RequestReplyProtocol.Reply>(OnReply);
    }

    private void OnReply(RequestReplyProtocol.Reply reply)
    {
        if (_hasRead)
        {
            _hasRead = false;
            Ask();
        }
        else
        {
            _hasRead = true;
            _server.Tell(new RequestReplyProtocol.Put(_number, _round, reply.Value));
        }
    }

    private void Ask()
    {
        if (_round < _rounds)
        {
            _server.Tell(new RequestReplyProtocol.Ask(_number, ++_round));
        }
    }
}
