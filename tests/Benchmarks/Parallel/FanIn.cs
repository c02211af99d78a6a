namespace PhyrActors.Benchmarks;

/// <summary>Producers that send batches to one consumer, which asks one of them for more after each batch's
/// worth.</summary>
internal sealed record FanIn(int Producers, int Batch)
{
    public long RunActors(int messages)
    {
        using ParallelSystem system = new("fan-in");
        using CountdownEvent done = new(1);
        IActorRef consumer = system.ActorOf(Props.Create(() => new ConsumerActor(Batch, messages, done)));
        for (int i = 0; i < Producers; i++)
        {
            system.ActorOf(Props.Create(() => new ProducerActor(consumer, Batch))).Tell(Ball.Instance);
        }

        done.Wait();
        return messages;
    }

    public long RunQueues(int messages) => RunBare(messages, role => new QueueParty(role));

    public long RunChannels(int messages) => RunBare(messages, role => new ChannelParty(role));

    private long RunBare(int messages, Func<Role, BareParty> party)
    {
        using CountdownEvent done = new(1);
        BareParty consumer = party(new ConsumerRole(Batch, messages, done));
        for (int i = 0; i < Producers; i++)
        {
            party(new ProducerRole(consumer, Batch)).Tell(Ball.Instance, consumer);
        }

        done.Wait();
        return messages;
    }
}
