namespace PhyrActors.Runtime.Tests;

public sealed class OriginTests
{
    [Fact]
    public void A_delivery_names_the_step_that_sent_it()
    {
        (StepLog log, _) = RunRelay();

        (int asked, StepView go) = Assert.Single(log.DeliveriesOf<Go>());
        (int number, StepView request) = log.DeliveriesOf<Request>()[0];
        Assert.Equal(0, go.Cause);
        Assert.Equal(asked, request.Cause);
        Assert.All(log.DeliveriesOf<Reply>(), reply => Assert.InRange(reply.Step.Cause, number, reply.Number - 1));
    }

    [Fact]
    public void Messages_of_one_actor_to_another_share_a_channel_and_others_do_not()
    {
        (StepLog log, _) = RunRelay();

        int[] requests = [.. log.DeliveriesOf<Request>().Select(request => request.Step.Channel)];
        int[] replies = [.. log.DeliveriesOf<Reply>().Select(reply => reply.Step.Channel)];
        Assert.Equal(3, requests.Length);
        Assert.Single(requests.Distinct());
        Assert.Single(replies.Distinct());
        Assert.NotEqual(requests[0], replies[0]);
        Assert.All(log.Steps, step => Assert.Equal(step.Kind == StepKind.Creation, step.Channel < 0));
    }

    [Fact]
    public void Receivers_are_numbered_in_the_order_of_their_creation()
    {
        (StepLog log, _) = RunRelay();

        int[] created = [.. log.Steps.Where(step => step.Kind == StepKind.Creation).Select(step => step.Serial)];
        Assert.Equal([1, 2, 3], created);
        Assert.Equal(3, log.DeliveriesOf<Go>()[0].Step.Serial);
        Assert.Equal(2, log.DeliveriesOf<Request>()[0].Step.Serial);
    }

    [Fact]
    public void What_is_offered_is_what_is_delivered()
    {
        (StepLog log, OldestPick schedule) = RunRelay();

        StepView[] delivered = [.. log.Steps.Where(step => step.Kind != StepKind.Creation)];
        Assert.Equal(
            schedule.Picked.Select(step => (step.Id, step.Kind, step.Receiver, step.Channel, step.Cause)),
            delivered.Select(step => (step.Id, step.Kind, step.Serial, step.Channel, step.Cause)));
        Assert.Equal([0, 3, 2, 3, 2, 3, 2], schedule.Picked.Select(step => step.Sender));
    }

    [Fact]
    public void Unstashed_messages_hold_others_back_and_say_so()
    {
        StepLog log = new();
        using ControlledSystem system =
            new("held", new ControlledSettings { Schedule = new OldestPick(), Observer = log });
        IActorRef door = system.ActorOf(Props.Create(() => new Door()));

        door.Tell(new Request(1));
        door.Tell(new Go());
        door.Tell(new Reply(1));
        system.Run();

        Assert.Equal(
            [Hold.None, Hold.Unstashed],
            log.DeliveriesOf<Request>().Select(request => request.Step.Held));
        Assert.Equal(Hold.None, Assert.Single(log.DeliveriesOf<Reply>()).Step.Held);
        Assert.IsType<Reply>(log.Steps[^1].Message);
    }

    /// <summary>One client asks a server three times.</summary>
    private static (StepLog Log, OldestPick Schedule) RunRelay()
    {
        StepLog log = new();
        OldestPick schedule = new();
        using ControlledSystem system = new("rr", new ControlledSettings { Schedule = schedule, Observer = log });
        IActorRef server = system.ActorOf(Props.Create(() => new Server(new List<int>())), "server");
        system.ActorOf(Props.Create(() => new Client(server, 1, 3)), "client").Tell(new Go());
        system.Run();
        return (log, schedule);
    }

    /// <summary>Keeps requests until it is told to go.</summary>
    private sealed class Door : ReceiveActor, IWithUnboundedStash
    {
        public Door()
        {
            Receive<Request>(_ => Stash.Stash());
            Receive<Go>(_ =>
            {
                Become(() => ReceiveAny(static _ => { }));
                Stash.UnstashAll();
            });
        }

        public IStash Stash { get; set; } = null!;
    }
}
