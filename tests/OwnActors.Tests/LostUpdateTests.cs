namespace PhyrActors.OwnActors.Tests;

public sealed class LostUpdateTests
{
    [Fact]
    public void Clients_that_read_and_then_write_lose_an_increment()
    {
        World world = new("counter", static system =>
        {
            IActorRef counter = system.ActorOf(Props.Create(static () => new Counter()), "counter");
            system.ActorOf(Props.Create(() => new Client(counter)), "left").Tell("go", ActorRefs.NoSender);
            system.ActorOf(Props.Create(() => new Client(counter)), "right").Tell("go", ActorRefs.NoSender);
            return [new Always<Written>("every increment counts", static written => written.New > written.Old)];
        });

        CheckResult result = Explore.Check(world, new ExploreOptions { Seed = 1, Schedules = 1000 });

        Assert.Equal("every increment counts", result.Finding?.Invariant);
        Assert.IsType<Reproduced>(Replay.Run(result.Trace!));
    }

    private sealed record Read;

    private sealed record Write(int Value);

    private sealed record Written(int Old, int New);

    private sealed class Counter : ReceiveActor
    {
        private int _value;

        public Counter()
        {
            Receive<Read>(_ => Sender.Tell(_value));
            Receive<Write>(write =>
            {
                Context.System.EventStream.Publish(new Written(_value, write.Value));
                _value = write.Value;
            });
        }
    }

    private sealed class Client : ReceiveActor
    {
        public Client(IActorRef counter)
        {
            Receive<string>(_ => counter.Tell(new Read()));
            Receive<int>(value => counter.Tell(new Write(value + 1)));
        }
    }
}
