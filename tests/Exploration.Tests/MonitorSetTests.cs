namespace PhyrActors.Exploration.Tests;

public sealed class MonitorSetTests
{
    [Fact]
    public void A_monitor_that_throws_is_a_finding()
    {
        DelegateProgram program = Publishing(new Watcher(_ => throw new InvalidOperationException("broken")));

        Finding finding = Assert.Single(Runs.One(program).Findings);

        Assert.Equal(
            ("monitor-failure", "watcher: InvalidOperationException: broken"), (finding.Invariant, finding.Text));
    }

    [Fact]
    public void A_monitor_that_throws_at_the_end_is_a_finding()
    {
        Watcher watcher = new(_ => { }, static () => throw new InvalidOperationException("broken"));

        Finding finding = Assert.Single(Runs.One(Publishing(watcher)).Findings);

        Assert.Equal(FindingKinds.MonitorFailure, finding.Invariant);
    }

    [Fact]
    public void An_actor_that_throws_is_a_finding_with_step_actor_and_message()
    {
        DelegateProgram program = new(system =>
        {
            IActorRef actor = system.ActorOf(
                DelegateActor.Props(static (_, _) => throw new InvalidOperationException("thrown")), "weak");
            actor.Tell("push", ActorRefs.NoSender);
            return new ProgramRun([], []);
        });

        Finding finding = Assert.Single(Runs.One(program).Findings);

        Assert.Equal(
            new Finding("actor-failure", "InvalidOperationException: thrown", 3, "/user/weak", "push", null), finding);
    }

    [Fact]
    public void An_actor_that_cannot_be_made_is_a_finding()
    {
        DelegateProgram program = new(system =>
        {
            system.ActorOf(Props.Create(ThrowingActor), "unborn");
            return new ProgramRun([], []);
        });

        RunOutcome outcome = Runs.One(program);

        Assert.Equal("InvalidOperationException: no", outcome.Findings[0].Text);
    }

    [Fact]
    public void Events_of_the_start_reach_monitors_that_are_attached_after_it()
    {
        List<object> seen = [];
        DelegateProgram program = new(system =>
        {
            system.ActorOf(Props.Create(static () => new PublishesAtStart("early")));
            return new ProgramRun([new Watcher(seen.Add)], []);
        });

        Runs.One(program);

        Assert.Equal(["early"], seen);
    }

    [Fact]
    public void Only_events_of_the_classes_listened_to_are_shown()
    {
        List<object> seen = [];

        Runs.One(Publishing(new Watcher(seen.Add)));

        Assert.Equal(["one", "two"], seen);
    }

    [Fact]
    public void A_run_that_does_not_come_to_rest_is_no_pass()
    {
        DelegateProgram program = new(system =>
        {
            IActorRef actor = system.ActorOf(
                DelegateActor.Props(static (message, context) => context.Self.Tell(message)));
            actor.Tell("again", ActorRefs.NoSender);
            return new ProgramRun([], []);
        });
        Explorer explorer = new(new ExploreOptions { StepsMax = 50 });

        Finding finding = Assert.Single(explorer.RunOne(program, Runs.Random, 1, 0).Findings);

        Assert.Equal((FindingKinds.NoProgress, 50), (finding.Invariant, finding.Step));
        Assert.EndsWith("/user/$a to /user/$a: String (47)", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_decides_by_itself_is_told_not_to_be_deterministic()
    {
        int runs = 0;
        DelegateProgram program = new(system =>
        {
            string message = $"message {runs++}";
            IActorRef actor = system.ActorOf(
                DelegateActor.Props((_, _) => throw new InvalidOperationException(message)));
            actor.Tell("go", ActorRefs.NoSender);
            return new ProgramRun([], []);
        });

        RunOutcome outcome = Runs.One(program);

        Assert.Equal((FindingKinds.NotDeterministic, null), (outcome.Findings[^1].Invariant, outcome.Trace));
    }

    [Fact]
    public void What_an_actor_or_a_monitor_throws_comes_with_a_trace_that_shows_it_again()
    {
        IProgram[] programs =
        [
            Publishing(() => new Watcher(_ => throw new InvalidOperationException("broken"))),
            Publishing(() => new Watcher(_ => { }, static () => throw new InvalidOperationException("broken"))),
            new SmallProgram("thrower", static world =>
                world.Go(world.Actor("a", static (_, _) => throw new InvalidOperationException("thrown")))),
            new SmallProgram("stillborn", static world =>
                world.Go(world.Actor("a", static (_, me) => me.Here.ActorOf(Props.Create(ThrowingActor))))),
        ];

        foreach (IProgram program in programs)
        {
            RunOutcome outcome = Runs.One(program);

            Assert.Equal(new Reproduced(outcome.Findings[0]), Replay.Run(program, outcome.Trace!));
        }
    }

    [Fact]
    public void A_message_that_cannot_be_put_into_words_does_not_hide_the_finding()
    {
        SmallProgram program = new("mute", static world => world.Actor(
            "a", static (_, _) => throw new InvalidOperationException("thrown")).Tell(new Mute(), ActorRefs.NoSender));

        Finding finding = Assert.Single(Runs.One(program).Findings);

        Assert.Equal(
            ("InvalidOperationException: thrown", "Mute (its text: NotSupportedException)"),
            (finding.Text, finding.Message));
    }

    /// <summary>An actor publishes two strings and a number.</summary>
    private static DelegateProgram Publishing(IMonitor monitor) => Publishing(() => monitor);

    private static DelegateProgram Publishing(Func<IMonitor> monitor) => new(system =>
    {
        IActorRef actor = system.ActorOf(DelegateActor.Props(static (message, context) =>
            context.System.EventStream.Publish(message)));
        actor.Tell("one", ActorRefs.NoSender);
        actor.Tell(1, ActorRefs.NoSender);
        actor.Tell("two", ActorRefs.NoSender);
        return new ProgramRun([monitor()], []);
    });

    private static DelegateActor ThrowingActor() => throw new InvalidOperationException("no");

    private sealed class Mute
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class PublishesAtStart : UntypedActor
    {
        public PublishesAtStart(string text) => Context.System.EventStream.Publish(text);

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class Watcher(Action<object> on, Action? atQuiescence = null) : IMonitor
    {
        public string Invariant => "watcher";

        public IReadOnlyList<Type> Listens { get; } = [typeof(string)];

        public void On(object @event, in Stamp stamp, IFindings findings) => on(@event);

        public void AtQuiescence(IFindings findings) => atQuiescence?.Invoke();
    }
}
