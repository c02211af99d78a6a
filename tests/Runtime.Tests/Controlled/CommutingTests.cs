namespace PhyrActors.Runtime.Tests;

public sealed class CommutingTests
{
    [Fact]
    public void Commuting_deliveries_are_unordered_and_all_others_are_ordered()
    {
        Dictionary<string, bool> follows = RunOnce(new AddsCommute());

        Assert.False(follows["add 2 after add 1"]);
        Assert.True(follows["read after add 1"]);
        Assert.True(follows["read after add 2"]);
    }

    [Fact]
    public void Without_a_declaration_the_deliveries_of_one_actor_are_ordered()
    {
        Dictionary<string, bool> follows = RunOnce(null);

        Assert.True(follows["add 2 after add 1"]);
        Assert.True(follows["read after add 1"]);
        Assert.True(follows["read after add 2"]);
    }

    /// <summary>Three senders: two add, and when both have, the third reads.</summary>
    private static Dictionary<string, bool> RunOnce(ICommuting? commuting)
    {
        List<(string Name, Epoch Here)> seen = [];
        Dictionary<string, bool> follows = [];
        StepLog log = new((in StepView _, in Stamp stamp, object @event) =>
        {
            foreach ((string name, Epoch here) in seen)
            {
                follows.Add($"{@event} after {name}", stamp.Follows(here));
            }

            seen.Add(((string)@event, stamp.Here));
        });
        using ControlledSystem system = new("commuting", new ControlledSettings
        {
            Schedule = new OldestPick(),
            Observer = log,
            Commuting = commuting,
        });
        IActorRef counter = system.ActorOf(Props.Create(() => new Counter()));
        foreach (object message in (object[])[new Add(1), new Add(2), new Read()])
        {
            system.ActorOf(Props.Create(() => new Forwarder(counter))).Tell(message);
            system.Run();
        }

        return follows;
    }

    private sealed record Add(int Amount);

    private sealed record Read;

    private sealed class Counter : ReceiveActor
    {
        public Counter()
        {
            Receive<Add>(add => Context.System.EventStream.Publish($"add {add.Amount}"));
            Receive<Read>(_ => Context.System.EventStream.Publish("read"));
        }
    }

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef target) => ReceiveAny(target.Tell);
    }

    private sealed class AddsCommute : ICommuting
    {
        public bool Declares(Type actor) => actor == typeof(Counter);

        public bool Commute(Type actor, object left, object right) => left is Add && right is Add;
    }
}
