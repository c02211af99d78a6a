namespace PhyrActors.Exploration.Tests;

public sealed class ShrinkerTests
{
    public static TheoryData<string, int, int> Violations => new()
    {
        { nameof(RequestReplyVariant.Overtake), 4, 5 },
        { nameof(RequestReplyVariant.Window), 4, 3 },
        { nameof(RequestReplyVariant.Depth), 4, 1 },
        { nameof(RequestReplyVariant.Race), 3, 2 },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void A_shrunk_trace_is_as_short_as_the_shortest_run_there_is(string variant, int clients, int rounds)
    {
        RequestReplyProgram program = new(clients, rounds, Enum.Parse<RequestReplyVariant>(variant));
        Trace trace = Runs.FirstFinding(program).Trace!;

        ShrinkState shrunk = Shrinker.Run(program, trace, new ShrinkOptions());

        int? shortest = ShortestRun.LengthOf(program, trace.Finding.Invariant, 12, 100_000);
        Assert.True(shrunk.IsMinimal);
        Assert.Equal(shortest, (int)shrunk.Measure.Deliveries);
    }

    [Fact]
    public void A_shrunk_trace_replays_and_survives_being_written_and_read()
    {
        RequestReplyProgram program = new(4, 5, RequestReplyVariant.Window);
        Trace trace = Runs.FirstFinding(program).Trace!;

        ShrinkState shrunk = Shrinker.Run(program, trace, new ShrinkOptions());

        Trace read = Runs.Read(Runs.Bytes(shrunk.Best));
        Assert.True(shrunk.Best.Steps.Count < trace.Steps.Count);
        Assert.Equal(trace.Finding.Invariant, Assert.IsType<Reproduced>(Replay.Run(program, read)).Finding.Invariant);
    }

    [Fact]
    public void Leaving_out_any_one_delivery_of_a_shrunk_trace_hides_the_violation()
    {
        int shrunken = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            SmallProgram program = RandomProgram.Of(seed, false);
            Trace? trace = Enumerable.Range(0, 8)
                .Select(index => Runs.One(program, index).Trace).FirstOrDefault(static one => one is not null);
            if (trace is null)
            {
                continue;
            }

            ShrinkState shrunk = Shrinker.Run(program, trace, new ShrinkOptions());

            shrunken++;
            ShrinkPlan plan = ShrinkPlan.Of(shrunk.Best);
            Trial trial = new(new Symptom(shrunk.Best.Finding), 1, 4);
            Assert.True(shrunk.IsMinimal);
            Assert.DoesNotContain(
                Enumerable.Range(0, plan.Steps.Count),
                index => trial.Run(program, plan.Without(index, 1), default, 10_000));
        }

        Assert.InRange(shrunken, 50, 200);
    }

    [Fact]
    public void Choices_that_have_no_part_in_a_violation_become_plain_and_others_as_small_as_can_be()
    {
        SmallProgram program = new("choosing", static world => world.Go(
            world.Actor("other", (_, _) => world.Choose("other", 4)),
            world.Actor("chooser", (_, _) => Fail(world.Choose("mine", 9) >= 3))));
        Trace trace = Runs.One(program, strategy: new FixedStrategy(last: false, choice: 8)).Trace!;

        ShrinkState shrunk = Shrinker.Run(program, trace, new ShrinkOptions());

        TraceChoice choice = Assert.Single(shrunk.Best.Steps.SelectMany(static step => step.Choices));
        Assert.Equal(new TraceChoice("mine", 9, 3), choice);
    }

    [Fact]
    public void A_violation_at_rest_is_shrunk_to_one_at_rest()
    {
        SmallProgram program = AtRest();
        Trace trace = Runs.One(program, strategy: new FixedStrategy(last: true, choice: 1)).Trace!;

        ShrinkState shrunk = Shrinker.Run(program, trace, new ShrinkOptions());

        Assert.Equal((RunEnd.Quiescent, 1), (shrunk.Best.End, shrunk.Measure.Faults));
        Assert.IsType<Reproduced>(Replay.Run(program, shrunk.Best));
    }

    [Fact]
    public void A_run_that_makes_no_progress_keeps_making_none()
    {
        SmallProgram program = new("spinning", static world => world.Go(
            world.Actor("spinner", (message, me) => me.Me.Tell(message, me.Me)), world.Sink("sink")));
        ExploreOptions options = new() { StepsMax = 40 };
        Trace trace = new Explorer(options).RunOne(program, Runs.Random, 1, 0).Trace!;

        ShrinkState shrunk = Shrinker.Run(program, trace, new ShrinkOptions());

        Assert.Equal(FindingKinds.NoProgress, shrunk.Best.Finding.Invariant);
        Assert.IsType<Reproduced>(Replay.Run(program, shrunk.Best));
    }

    [Fact]
    public void A_message_that_another_one_can_stand_in_for_is_left_out()
    {
        SmallProgram program = new("two ways", static world =>
        {
            IActorRef sink = world.Actor("sink", static (message, _) => Fail(message is "fatal"));
            IActorRef relay = world.Actor("relay", (message, me) => sink.Tell(message is 2 ? "fatal" : "well", me.Me));
            IActorRef counter = world.Actor("counter", (_, me) => relay.Tell(++me.Number, me.Me));
            world.Go(counter, counter, counter);
        });
        Trace trace = Runs.FirstFinding(program).Trace!;

        ShrinkState shrunk = Shrinker.Run(program, trace, new ShrinkOptions());

        Assert.Equal(
            ShortestRun.LengthOf(program, trace.Finding.Invariant, 12, 10_000), (int)shrunk.Measure.Deliveries);
    }

    [Fact]
    public void An_interrupted_shrinking_goes_on_to_the_same_end()
    {
        RequestReplyProgram program = new(4, 5, RequestReplyVariant.Overtake);
        Trace trace = Runs.FirstFinding(program).Trace!;
        ShrinkState whole = Shrinker.Run(program, trace, new ShrinkOptions());

        ShrinkState state = Shrinker.Run(program, trace, new ShrinkOptions { RunsMax = 12 });
        int pieces = 0;
        while (!state.IsMinimal)
        {
            pieces++;
            using MemoryStream file = new();
            state.Write(file);
            file.Position = 0;
            state = Shrinker.Resume(
                program, ShrinkState.Read(file), new ShrinkOptions { RunsMax = state.Runs + 40 });
        }

        Assert.True(pieces > 1);
        Assert.Equal((whole.Measure, whole.Best.FinalHash), (state.Measure, state.Best.FinalHash));
    }

    [Fact]
    public void Each_simpler_run_is_told_at_once()
    {
        RequestReplyProgram program = new(4, 5, RequestReplyVariant.Window);
        List<RunMeasure> told = [];

        ShrinkState shrunk = Shrinker.Run(
            program,
            Runs.FirstFinding(program).Trace!,
            new ShrinkOptions { Progress = state => told.Add(state.Measure) });

        Assert.Equal(told.OrderByDescending(static one => one.Deliveries), told);
        Assert.Equal(shrunk.Measure, told[^1]);
    }

    [Fact]
    public void A_trace_that_shows_nothing_any_more_is_refused()
    {
        Trace trace = Runs.FirstFinding(new RequestReplyProgram(4, 3, RequestReplyVariant.Window)).Trace!;
        RequestReplyProgram repaired = new(4, 3, RequestReplyVariant.Plain);

        Assert.Throws<ViolationLostException>(() => Shrinker.Run(repaired, trace, new ShrinkOptions()));
    }

    [Fact]
    public void An_ordered_violation_shows_its_bad_order()
    {
        HandoverProgram program = new(ordered: false);
        Trace trace = Runs.One(program, strategy: new FixedStrategy(last: false)).Trace!;

        ShrinkState shrunk = Shrinker.Run(program, trace, new ShrinkOptions());

        Assert.Equal((2, false), (shrunk.Measure.Deliveries, shrunk.Measure.IsLucky));
    }

    [Fact]
    public void Steps_of_an_actor_are_brought_together()
    {
        SmallProgram program = new("two lines", static world =>
        {
            IActorRef sink = world.Actor("sink", static (_, me) => Fail(++me.Number == 2));
            world.Go(Line(world, sink, "left"), Line(world, sink, "right"));
        });
        Trace trace = Runs.FirstFinding(program).Trace!;

        ShrinkState shrunk = Shrinker.Run(program, trace, new ShrinkOptions());

        Assert.Equal((8, 2), (shrunk.Measure.Deliveries, shrunk.Measure.Switches));
    }

    private static IActorRef Line(SmallWorld world, IActorRef sink, string name) => world.Actor(name, (_, me) =>
    {
        (me.Number == 2 ? sink : me.Me).Tell("on", me.Me);
        me.Number++;
    });

    private static SmallProgram AtRest() => new("at rest", static world =>
    {
        world.Monitors.Add(new Unbalanced());
        IActorRef sink = world.Actor("sink", (message, _) => world.Publish(message));
        IActorRef[] givers = [.. Enumerable.Range(0, 4).Select(number => world.Actor($"giver{number}", (_, me) =>
            sink.Tell(world.Choose("lose", 2) == 1 ? 0 : 1, me.Me)))];
        world.Go(givers);
    });

    private static void Fail(bool fails)
    {
        if (fails)
        {
            throw new InvalidOperationException("as told");
        }
    }

    /// <summary>Four givers give one each; whatever is lost is missed at rest.</summary>
    private sealed class Unbalanced : IMonitor
    {
        private int _given;

        public string Invariant => "balance";

        public IReadOnlyList<Type> Listens { get; } = [typeof(int)];

        public void On(object @event, in Stamp stamp, IFindings findings) => _given += (int)@event;

        public void AtQuiescence(IFindings findings)
        {
            if (_given < 4)
            {
                findings.Report(Invariant, $"{_given} given");
            }
        }
    }
}
