namespace PhyrActors.Runtime.Tests;

public sealed class JoinTests
{
    [Fact]
    public void What_a_step_has_sent_knows_the_past_that_the_step_joined_later()
    {
        (bool joinerFollows, bool receiverFollows) = RunOnce(join: true);

        Assert.True(joinerFollows);
        Assert.True(receiverFollows);
    }

    [Fact]
    public void Without_a_join_nothing_orders_what_no_message_orders()
    {
        (bool joinerFollows, bool receiverFollows) = RunOnce(join: false);

        Assert.False(joinerFollows);
        Assert.False(receiverFollows);
    }

    /// <summary>First publishes; then second sends to third and publishes, and is joined to first's step.</summary>
    private static (bool JoinerFollows, bool ReceiverFollows) RunOnce(bool join)
    {
        Epoch writer = default;
        Past past = default;
        bool joinerFollows = false;
        bool receiverFollows = false;
        StepLog log = new((in StepView _, in Stamp stamp, object @event) =>
        {
            switch (@event)
            {
                case "first":
                    (writer, past) = (stamp.Here, stamp.Past);
                    break;
                case "second":
                    if (join)
                    {
                        stamp.Join(past);
                    }

                    joinerFollows = stamp.Follows(writer);
                    break;
                default:
                    receiverFollows = stamp.Follows(writer);
                    break;
            }
        });
        using ControlledSystem system =
            new("join", new ControlledSettings { Schedule = new OldestPick(), Observer = log });
        IActorRef third = system.ActorOf(Props.Create(() => new Publisher("third", null)));
        IActorRef first = system.ActorOf(Props.Create(() => new Publisher("first", null)));
        IActorRef second = system.ActorOf(Props.Create(() => new Publisher("second", third)));
        first.Tell(new Go());
        system.Run();
        second.Tell(new Go());
        system.Run();
        return (joinerFollows, receiverFollows);
    }

    private sealed class Publisher : ReceiveActor
    {
        public Publisher(string name, IActorRef? next) => Receive<Go>(go =>
        {
            next?.Tell(go);
            Context.System.EventStream.Publish(name);
        });
    }
}
