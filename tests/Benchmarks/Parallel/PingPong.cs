namespace PhyrActors.Benchmarks;

/// <summary>Pairs that return each other's messages, a window of them on the way.</summary>
internal sealed record PingPong(int Pairs, int Window)
{
    public long RunActors(int messages)
    {
        using ParallelSystem system = new("ping-pong");
        using CountdownEvent done = new(Pairs);
        long returns = ReturnsOf(messages);
        for (int pair = 0; pair < Pairs; pair++)
        {
            IActorRef pong = system.ActorOf(
                Props.Create(() => new ReturningActor(long.MaxValue, long.MaxValue, done)));
            IActorRef ping = system.ActorOf(
                Props.Create(() => new ReturningActor(returns - Window, returns, done)));
            for (int i = 0; i < Window; i++)
            {
                pong.Tell(Ball.Instance, ping);
            }
        }

        done.Wait();
        return 2 * returns * Pairs;
    }

    public long RunQueues(int messages) => RunBare(messages, role => new QueueParty(role));

    public long RunChannels(int messages) => RunBare(messages, role => new ChannelParty(role));

    private long RunBare(int messages, Func<Role, BareParty> party)
    {
        using CountdownEvent done = new(Pairs);
        long returns = ReturnsOf(messages);
        for (int pair = 0; pair < Pairs; pair++)
        {
            BareParty pong = party(new ReturningRole(long.MaxValue, long.MaxValue, done));
            BareParty ping = party(new ReturningRole(returns - Window, returns, done));
            for (int i = 0; i < Window; i++)
            {
                pong.Tell(Ball.Instance, ping);
            }
        }

        done.Wait();
        return 2 * returns * Pairs;
    }

    /// <summary>How often each pair's messages come back.</summary>
    private long ReturnsOf(int messages) => Math.Max(Window, messages / Pairs / 2);
}
