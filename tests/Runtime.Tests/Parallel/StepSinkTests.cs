namespace PhyrActors.Runtime.Tests;

public sealed class StepSinkTests
{
    [Fact]
    public async Task A_step_is_shown_before_anything_that_it_sent_is_delivered()
    {
        Steps steps = new();
        using ParallelSystem system = new("steps", new ParallelSettings { Steps = steps });
        IActorRef last = system.ActorOf(Props.Create(static () => new Relay(null)), "last");
        IActorRef first = system.ActorOf(Props.Create(() => new Relay(last)), "first");

        for (int number = 1; number <= 200; number++)
        {
            first.Tell(number);
        }

        await system.WhenIdle();

        Assert.Equal(400, steps.Seen.Count);
        Assert.All(
            Enumerable.Range(1, 200),
            number => Assert.True(steps.IndexOf("first", number) < steps.IndexOf("last", number)));
    }

    [Fact]
    public async Task A_message_brings_the_clock_of_its_sender()
    {
        Steps steps = new();
        using ParallelSystem system = new("clocks", new ParallelSettings { Steps = steps });
        IActorRef last = system.ActorOf(Props.Create(static () => new Relay(null)), "last");
        IActorRef first = system.ActorOf(Props.Create(() => new Relay(last)), "first");

        first.Tell(1);
        await system.WhenIdle();

        Assert.True(steps.LastFollowsFirst);
    }

    [Fact]
    public void What_the_world_outside_chooses_is_shown_too()
    {
        Steps steps = new();
        using ParallelSystem system = new(
            "outside", new ParallelSettings { Steps = steps, Probability = static _ => 1 });

        int due = system.Choices.Choose("swarm", 2);
        int early = system.Choices.Choose("swarm", 2, isDue: false);

        Assert.Equal((1, 0), (due, early));
        Assert.Equal([new StepChoice("swarm", 2, 1), new StepChoice("swarm", 2, 0)], steps.OfTheWorld);
    }

    [Fact]
    public async Task Messages_have_the_identities_of_a_controlled_run()
    {
        Steps steps = new();
        using ParallelSystem parallel = new("same", new ParallelSettings { Steps = steps });
        Identified controlled = new();
        using ControlledSystem system = new(
            "same", new ControlledSettings { Schedule = controlled, Observer = controlled });

        await RunAsync(parallel);
        await parallel.WhenIdle();
        await RunAsync(system);
        system.Run();

        Assert.NotEmpty(controlled.Ids);
        Assert.Equal(controlled.Ids.Order(), steps.Ids.Order());
    }

    private static Task RunAsync(ActorSystem system)
    {
        IActorRef stage = system.ActorOf(Props.Create(static () => new Stage()), "stage");
        stage.Tell(1);
        stage.Tell(2);
        return Task.CompletedTask;
    }

    /// <summary>Makes two actors and passes on to them.</summary>
    private sealed class Stage : ReceiveActor
    {
        public Stage()
        {
            IActorRef last = Context.ActorOf(Props.Create(static () => new Relay(null)), "last");
            IActorRef first = Context.ActorOf(Props.Create(() => new Relay(last)), "first");
            Receive<int>(number =>
            {
                first.Tell(number);
                first.Tell(number * 10);
                last.Tell(number * 100);
            });
        }
    }

    private sealed class Relay : ReceiveActor
    {
        public Relay(IActorRef? next) => Receive<int>(number =>
        {
            Context.System.EventStream.Publish((Self.Path.Name, number));
            next?.Tell(number);
        });
    }

    private sealed class Steps : IStepSink
    {
        private readonly Lock _gate = new();
        private Epoch _first;

        public List<(string Actor, int Number)> Seen { get; } = [];

        public List<ulong> Ids { get; } = [];

        public List<StepChoice> OfTheWorld { get; } = [];

        public bool LastFollowsFirst { get; private set; }

        public void OnWorldChoice(StepChoice choice) => OfTheWorld.Add(choice);

        public int IndexOf(string actor, int number) => Seen.IndexOf((actor, number));

        public void OnStep(
            in StepView step, in Stamp stamp, IReadOnlyList<object> events, IReadOnlyList<StepChoice> choices)
        {
            lock (_gate)
            {
                if (step.Kind == StepKind.Message)
                {
                    Ids.Add(step.Id);
                }

                foreach ((string Actor, int Number) seen in events.OfType<(string, int)>())
                {
                    Seen.Add(seen);
                    LastFollowsFirst |= seen.Actor == "last" && stamp.Follows(_first);
                    _first = seen.Actor == "first" ? stamp.Here : _first;
                }
            }
        }
    }

    private sealed class Identified : ISchedule, IStepObserver
    {
        public List<ulong> Ids { get; } = [];

        public List<StepChoice> OfTheWorld { get; } = [];

        public int Pick(IEnabledSteps enabled) => 0;

        public int Choose(string site, int count) => 0;

        public void OnStep(in StepView step)
        {
            if (step.Kind == StepKind.Message)
            {
                Ids.Add(step.Id);
            }
        }

        public void OnPublished(in StepView step, in Stamp stamp, object @event)
        {
        }

        public void OnFailure(in StepView step, Exception cause)
        {
        }
    }
}
