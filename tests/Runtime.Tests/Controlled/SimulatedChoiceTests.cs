namespace PhyrActors.Runtime.Tests;

public sealed class SimulatedChoiceTests
{
    [Fact]
    public void What_an_actor_draws_does_not_depend_on_what_it_chooses()
    {
        Watch plain = Run(probability: 0);

        Watch faulty = Run(probability: 1);

        Assert.Equal(plain.Drawn, faulty.Drawn);
        Assert.NotEqual(plain.Chosen, faulty.Chosen);
    }

    [Fact]
    public void Every_choice_of_a_simulated_run_is_shown()
    {
        Watch watch = Run(probability: 1);

        Assert.Equal(20, watch.Chosen.Count);
        Assert.All(watch.Chosen, static chosen => Assert.InRange(chosen, 1, 2));
    }

    [Fact]
    public void What_waits_is_told_by_channel()
    {
        using ControlledSystem system = New(new Watch(), 0);
        IActorRef actor = system.ActorOf(Props.Create(() => new Chooser(system.Choices)), "chooser");
        actor.Tell("one");
        actor.Tell("two");

        WaitingMessages waiting = Assert.Single(system.Waiting());

        Assert.Equal("/user/chooser: 2 waiting, next String", waiting.ToString());
    }

    private static Watch Run(double probability)
    {
        Watch watch = new();
        using ControlledSystem system = New(watch, probability);
        IActorRef actor = system.ActorOf(Props.Create(() => new Chooser(system.Choices)), "chooser");
        for (int i = 0; i < 20; i++)
        {
            actor.Tell("choose");
        }

        system.Run();
        return watch;
    }

    private static ControlledSystem New(Watch watch, double probability) =>
        new("choices", new ControlledSettings { Costs = new Rows(probability), Observer = watch });

    private sealed class Chooser : ReceiveActor
    {
        public Chooser(IChoices choices) => Receive<string>(_ =>
        {
            choices.Choose("fault", 3);
            Context.System.EventStream.Publish(choices.Draw(1_000_000));
        });
    }

    private sealed class Rows(double probability) : ICostTable
    {
        public double Jitter => 0;

        public long MessageNanoseconds(Type receiver, Type message) => 1;

        public double WorkNanoseconds(string row) => 1;

        public long LatencyNanoseconds(Type sender, Type receiver) => 1;

        public double Probability(string site) => probability;
    }

    private sealed class Watch : IStepObserver
    {
        public List<ulong> Drawn { get; } = [];

        public List<int> Chosen { get; } = [];

        public void OnStep(in StepView step)
        {
        }

        public void OnPublished(in StepView step, in Stamp stamp, object @event) => Drawn.Add((ulong)@event);

        public void OnFailure(in StepView step, Exception cause)
        {
        }

        public void OnChoice(string site, int count, int chosen) => Chosen.Add(chosen);
    }
}
