namespace PhyrActors.Runtime.Tests;

public sealed class ActorCellTests
{
    [Fact]
    public void An_actor_cannot_be_made_without_Props() =>
        Assert.Throws<InvalidOperationException>(() => new Idle());

    [Fact]
    public void An_actor_cannot_be_made_by_another_ones_handler()
    {
        Exception? thrown = null;
        using ControlledSystem system = NewSystem();
        IActorRef actor = system.ActorOf(
            Props.Create(() => new Handling(() => thrown = Record.Exception(() => new Idle()))));

        actor.Tell(new Go());
        system.Run();

        Assert.IsType<InvalidOperationException>(thrown);
    }

    [Fact]
    public void Automatic_names_are_base_64_numbers_with_the_lowest_digit_first()
    {
        using ControlledSystem system = NewSystem();

        List<string> names = [.. Enumerable.Range(0, 66).Select(_ => system.ActorOf<Idle>().Path.Name)];

        Assert.Equal(
            ["$a", "$z", "$A", "$9", "$+", "$~", "$ab", "$bb"],
            new[] { 0, 25, 26, 61, 62, 63, 64, 65 }.Select(index => names[index]));
    }

    [Fact]
    public void A_brother_that_is_restarted_with_a_failed_child_keeps_what_waits_for_it()
    {
        List<object> seen = [];
        using ControlledSystem system = NewSystem();
        IActorRef parent = system.ActorOf(Props.Create(() => new Family(seen)));

        parent.Tell("fail");
        parent.Tell("hello");
        system.Run();

        Assert.Equal(["hello"], seen);
    }

    [Fact]
    public void A_dead_subscriber_of_dead_letters_makes_no_endless_news()
    {
        using ControlledSystem system = NewSystem();
        IActorRef subscriber = system.ActorOf<Idle>();
        system.EventStream.Subscribe(subscriber, typeof(AllDeadLetters));
        system.Stop(subscriber);

        subscriber.Tell("late");
        RunEnd end = system.Run(stepsMax: 1000);

        Assert.Equal(RunEnd.Quiescent, end);
    }

    private static ControlledSystem NewSystem() =>
        new("cells", new ControlledSettings { Schedule = new FirstOfAll() });

    private sealed class Idle : ReceiveActor;

    private sealed class Handling : ReceiveActor
    {
        public Handling(Action handle) => Receive<Go>(_ => handle());
    }

    private sealed class Family : ReceiveActor
    {
        public Family(List<object> seen)
        {
            IActorRef failing = Context.ActorOf(Props.Create(() => new Member(seen)));
            IActorRef brother = Context.ActorOf(Props.Create(() => new Member(seen)));
            Receive<string>(message => (message == "fail" ? failing : brother).Tell(message));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new AllForOneStrategy(_ => Directive.Restart);
    }

    private sealed class Member : ReceiveActor
    {
        public Member(List<object> seen)
        {
            Receive<string>(message => message == "fail", _ => throw new TimeoutException());
            ReceiveAny(seen.Add);
        }
    }

    private sealed class FirstOfAll : ISchedule
    {
        public int Pick(IEnabledSteps enabled) => 0;

        public int Choose(string site, int count) => 0;
    }
}
