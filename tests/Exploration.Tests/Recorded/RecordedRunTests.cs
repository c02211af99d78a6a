namespace PhyrActors.Exploration.Tests;

public sealed class RecordedRunTests
{
    [Fact]
    public void A_step_has_its_actor_its_message_and_the_step_that_sent_it()
    {
        RecordedRun run = Record(Relay());

        RecordedStep[] told = [.. run.Steps.Where(static step => step.MessageClass == nameof(Note))];

        Assert.Equal(["/user/left", "/user/right"], told.Select(step => run.Actors[step.Actor].Path));
        Assert.Equal("Note { Text = hello }", told[1].Text);
        Assert.Same(told[0], run.Steps[told[1].Cause - 1]);
    }

    [Fact]
    public void A_step_has_the_choices_and_the_events_of_its_handler()
    {
        RecordedRun run = Record(Relay());

        RecordedStep step = run.Steps.First(static step => step.MessageClass == nameof(Note));

        Assert.Equal([new TraceChoice("loss", 2, 0)], step.Choices);
        Assert.Equal(["Note { Text = passed on }"], step.Events);
    }

    [Fact]
    public void A_step_tells_what_it_changes_in_the_state_of_its_actor()
    {
        RecordedRun run = Record(Relay());

        RecordedStep step = run.Steps.First(static step => step.MessageClass == nameof(Note));

        Assert.Equal([new StateFact("notes", "1"), new StateFact("first", string.Empty)], step.Changes);
    }

    [Fact]
    public void The_clock_of_a_step_counts_what_happens_before_it_and_not_what_ran_before_it()
    {
        SmallProgram program = new("three", world =>
        {
            IActorRef sink = world.Sink("sink");
            world.Go(world.Sink("alone"), world.Teller("teller", (sink, "told")));
        });
        RecordedRun run = RecordedRun.Of(program, Runs.Traced(program));
        int told = 1 + run.Steps.Index().Single(static step => step.Item.Text == "told").Index;

        IReadOnlyList<int> clock = run.ClockOf(told);

        int[] counted = [.. run.Actors.Index().Where(one => clock[one.Index] > 0 && one.Item.Path != "/user")
            .OrderBy(static one => one.Item.Path).Select(one => clock[one.Index])];
        string[] names = [.. run.Actors.Index().Where(one => clock[one.Index] > 1).Select(static one => one.Item.Path)];
        Assert.DoesNotContain("/user/alone", names);
        Assert.Equal([2, 2], counted);
    }

    [Fact]
    public void Steps_that_meet_in_shared_state_come_one_before_the_other()
    {
        SmallProgram program = new("visitors", world =>
        {
            world.Monitors.Add(new KeyMonitor());
            world.Go(
                world.Actor("a", (_, _) => world.Publish(new Visit(1, Writes: true))),
                world.Actor("b", (_, _) => world.Publish(new Visit(1, Writes: true))));
        });
        RecordedRun run = RecordedRun.Of(program, Runs.Traced(program));
        int[] visits = [.. run.Steps.Index().Where(static step => step.Item.Events.Count > 0)
            .Select(static step => step.Index + 1)];

        bool[] past = run.PastOf(visits[1]);

        Assert.True(past[visits[0] - 1]);
    }

    [Fact]
    public void Happens_before_is_that_of_the_whole_graph()
    {
        IProgram program = RandomProgram.Of(7, footprints: true);
        Trace trace = Runs.Traced(program);
        RunLoop loop = new(trace.PeriodicMax, NeverStop.Instance)
        {
            ToTheEnd = true,
            Graph = new RunGraph(new Dependence(program.Commuting)),
        };
        Replay.Run(program, trace, loop, null);
        RunGraph graph = loop.Graph;
        RecordedRun run = RecordedRun.Of(program, trace);

        for (int later = 0; later < graph.Count; later++)
        {
            bool[] past = run.PastOf(graph[later].Step + 1);
            for (int earlier = 0; earlier < later; earlier++)
            {
                Assert.Equal(graph.Precedes(earlier, later), past[graph[earlier].Step]);
            }
        }
    }

    [Fact]
    public void The_step_that_the_violation_races_with_is_named()
    {
        HandoverProgram program = new(ordered: false);
        Trace trace = Runs.One(program, strategy: new FixedStrategy(last: false)).Trace!;

        RecordedRun run = RecordedRun.Of(program, trace);

        Assert.Equal("/user/opener", run.Actors[run.Steps[^1].Actor].Path);
        Assert.Equal("/user/user", run.Actors[run.Steps[run.RacingStep!.Value - 1].Actor].Path);
    }

    [Fact]
    public void The_racing_step_and_the_missing_order_of_an_explanation_are_one()
    {
        HandoverProgram program = new(ordered: false);
        Trace trace = Runs.One(program, strategy: new FixedStrategy(last: false)).Trace!;

        RecordedRun run = RecordedRun.Of(program, trace);
        StepOrder edge = Explainer.Explain(program, trace).Edge!;

        Assert.Equal(
            ((long)run.RacingStep!, run.Finding!.Step), (edge.Then.Step, edge.First.Step));
    }

    [Fact]
    public void A_violation_that_every_order_shows_races_with_nothing()
    {
        SmallProgram program = new("throws", world => world.Go(
            world.Sink("other"),
            world.Actor("thrower", static (_, _) => throw new InvalidOperationException("thrown"))));

        RecordedRun run = RecordedRun.Of(program, Runs.FirstFinding(program).Trace!);

        Assert.Null(run.RacingStep);
    }

    [Fact]
    public void A_run_that_leaves_its_trace_is_recorded_until_there()
    {
        Trace trace = Runs.Traced(new RequestReplyProgram(4, 3, RequestReplyVariant.Plain));

        RecordedRun run = RecordedRun.Of(new RequestReplyProgram(4, 1, RequestReplyVariant.Plain), trace);

        Diverged diverged = Assert.IsType<Diverged>(run.Result);
        Assert.Equal(diverged.Step - 1, run.Steps.Count);
    }

    private static RecordedRun Record(IProgram program) => RecordedRun.Of(program, Runs.Traced(program, index: 3));

    private static World Relay() => new("relay", static system =>
    {
        IActorRef right = system.ActorOf(Props.Create(static () => new Relayer(null)), "right");
        IActorRef left = system.ActorOf(Props.Create(() => new Relayer(right)), "left");
        left.Tell(new Note("hello"), ActorRefs.NoSender);
        return [];
    });

    private sealed record Note(string Text);

    private sealed class Relayer : ReceiveActor, IStateView
    {
        private int _notes;

        public Relayer(IActorRef? next) => Receive<Note>(note =>
        {
            _notes++;
            if (next is not null)
            {
                Context.System.Choices.Choose("loss", 2);
                Context.System.EventStream.Publish(new Note("passed on"));
                next.Tell(note);
            }
        });

        IEnumerable<StateFact> IStateView.State =>
            _notes == 0 ? [StateFact.Of("notes", 0), StateFact.Of("first", true)] : [StateFact.Of("notes", _notes)];
    }
}
