namespace PhyrActors.Runtime.Tests;

/// <summary>RR(C,R): C clients send the server a request each and wait for the reply, R times.</summary>
internal sealed record Request(int Client);

internal sealed record Reply(int Count);

internal sealed record Go;

internal sealed class Server : ReceiveActor
{
    private readonly List<int> _order;
    private int _count;

    public Server(List<int> order)
    {
        _order = order;
        Receive<Request>(request =>
        {
            _order.Add(request.Client);
            Sender.Tell(new Reply(++_count));
        });
    }
}

internal sealed class Client : ReceiveActor
{
    public Client(IActorRef server, int number, int rounds)
    {
        Request request = new(number);
        Receive<Go>(_ => server.Tell(request));
        Receive<Reply>(_ =>
        {
            if (--rounds > 0)
            {
                server.Tell(request);
            }
        });
    }
}
