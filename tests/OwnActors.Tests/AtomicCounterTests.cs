namespace PhyrActors.OwnActors.Tests;

/// <summary>The counter of the page with the defect taken out: an increment is one message.</summary>
public sealed class AtomicCounterTests
{
    private static readonly World s_world = new("atomic counter", static system =>
    {
        IActorRef counter = system.ActorOf(Props.Create(static () => new Counter()), "counter");
        counter.Tell(new Increment(), ActorRefs.NoSender);
        system.ActorOf(Props.Create(() => new Client(counter)), "client").Tell("go", ActorRefs.NoSender);
        return [new Always<Written>("every increment counts", static written => written.New > written.Old)];
    });

    [Fact]
    public void A_counter_that_increments_by_itself_loses_nothing()
    {
        CheckResult result = Explore.Check(s_world, new ExploreOptions { Schedules = 1000 });

        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void All_its_interleavings_are_two()
    {
        CheckResult result = Explore.Check(
            s_world, new ExploreOptions { Schedules = long.MaxValue }, new DporStrategy());

        Assert.Equal((true, 2), (result.Passed && result.Complete, result.DistinctClasses));
    }

    [Fact]
    public void A_trace_goes_through_a_file()
    {
        World world = new("thrower", static system =>
        {
            system.ActorOf(Props.Create(static () => new Thrower())).Tell("go", ActorRefs.NoSender);
            return [];
        });
        using MemoryStream file = new();
        TraceFormat.Write(file, Explore.Check(world).Trace!);
        file.Position = 0;

        ReplayResult result = Replay.Run(world, TraceFormat.Read(file));

        Assert.Equal("InvalidOperationException: thrown", Assert.IsType<Reproduced>(result).Finding.Text);
    }

    private sealed record Increment;

    private sealed record Written(int Old, int New);

    private sealed class Counter : ReceiveActor
    {
        private int _value;

        public Counter() => Receive<Increment>(_ =>
        {
            Context.System.EventStream.Publish(new Written(_value, _value + 1));
            _value++;
        });
    }

    private sealed class Client : ReceiveActor
    {
        public Client(IActorRef counter) => Receive<string>(_ => counter.Tell(new Increment()));
    }

    private sealed class Thrower : ReceiveActor
    {
        public Thrower() => ReceiveAny(static _ => throw new InvalidOperationException("thrown"));
    }
}
