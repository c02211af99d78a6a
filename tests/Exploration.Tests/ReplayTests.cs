namespace PhyrActors.Exploration.Tests;

public sealed class ReplayTests
{
    [Theory]
    [InlineData(RequestReplyVariant.Race)]
    [InlineData(RequestReplyVariant.Depth)]
    [InlineData(RequestReplyVariant.Overtake)]
    [InlineData(RequestReplyVariant.Window)]
    public void A_trace_that_was_written_and_read_gives_the_same_finding_at_the_same_step(RequestReplyVariant variant)
    {
        RequestReplyProgram program = new(4, 3, variant);
        RunOutcome outcome = Runs.FirstFinding(program);

        ReplayResult result = Replay.Run(program, Runs.Read(Runs.Bytes(outcome.Trace!)));

        Assert.Equal(new Reproduced(outcome.Findings[0]), result);
    }

    [Fact]
    public void Choices_timers_and_final_findings_are_reproduced()
    {
        LossyLineProgram program = new(6, tick: true);
        RunOutcome outcome = Runs.FirstFinding(program);

        ReplayResult result = Replay.Run(program, Runs.Read(Runs.Bytes(outcome.Trace!)));

        Assert.Equal(new Reproduced(outcome.Findings[0]), result);
    }

    [Fact]
    public void Choices_made_before_the_first_delivery_are_reproduced()
    {
        DelegateProgram program = new(system =>
        {
            int chosen = system.Choices.Choose("start", 3);
            IActorRef actor = system.ActorOf(Props.Create(static () => new ChoosesWhenMade()));
            actor.Tell(chosen, ActorRefs.NoSender);
            return new ProgramRun([], []);
        });
        RunOutcome outcome = Runs.One(program, strategy: new FixedStrategy(last: false, choice: 2));

        ReplayResult result = Replay.Run(program, Runs.Read(Runs.Bytes(outcome.Trace!)));

        Assert.Equal("InvalidOperationException: 2 and 1", Assert.IsType<Reproduced>(result).Finding.Text);
    }

    [Fact]
    public void A_run_without_progress_is_reproduced()
    {
        RequestReplyProgram program = new(4, 3, RequestReplyVariant.Plain);
        RunOutcome outcome = Runs.FirstFinding(program, new ExploreOptions { StepsMax = 20 });

        ReplayResult result = Replay.Run(program, outcome.Trace!);

        Assert.Equal(FindingKinds.NoProgress, Assert.IsType<Reproduced>(result).Finding.Invariant);
    }

    [Fact]
    public void A_run_that_goes_round_for_ever_is_reproduced_with_its_cycle()
    {
        RequestReplyProgram program = new(4, 100_000, RequestReplyVariant.Plain);
        RunOutcome outcome = Runs.FirstFinding(program, new ExploreOptions { StepsMax = 1500 });

        ReplayResult result = Replay.Run(program, Runs.Read(Runs.Bytes(outcome.Trace!)));

        Finding finding = Assert.IsType<Reproduced>(result).Finding;
        Assert.Equal(outcome.Findings[0], finding);
        Assert.Contains("in the last 512 steps", finding.Text, StringComparison.Ordinal);
        Assert.Contains(" to /user/server: Ask (", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_sends_less_diverges_at_the_message_that_does_not_come()
    {
        RunOutcome outcome = Runs.FirstFinding(new RequestReplyProgram(4, 3, RequestReplyVariant.Window));

        ReplayResult result = Replay.Run(new RequestReplyProgram(4, 1, RequestReplyVariant.Plain), outcome.Trace!);

        Assert.Contains("Ask to /user/server", Assert.IsType<Diverged>(result).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_with_another_actor_diverges_at_its_creation()
    {
        RunOutcome outcome = Runs.FirstFinding(new RequestReplyProgram(4, 3, RequestReplyVariant.Window));

        ReplayResult result = Replay.Run(new RequestReplyProgram(5, 3, RequestReplyVariant.Window), outcome.Trace!);

        Diverged diverged = Assert.IsType<Diverged>(result);
        Assert.Contains("client5", Assert.Single(diverged.Enabled), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_the_defect_finds_nothing()
    {
        RunOutcome outcome = Runs.FirstFinding(new RequestReplyProgram(4, 3, RequestReplyVariant.Window));

        ReplayResult result = Replay.Run(new RequestReplyProgram(4, 3, RequestReplyVariant.Plain), outcome.Trace!);

        Assert.IsType<NoFinding>(result);
    }

    [Fact]
    public void A_program_that_breaks_otherwise_gives_the_other_finding()
    {
        RunOutcome outcome = Runs.One(ChoosingProgram(["a"], "first"), strategy: new FixedStrategy(last: false));

        ReplayResult result = Replay.Run(ChoosingProgram(["a"], "second"), outcome.Trace!);

        Assert.Equal("InvalidOperationException: second", Assert.IsType<OtherFinding>(result).Found.Text);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("a", "a c")]
    [InlineData("a b", "a")]
    public void Other_choices_than_recorded_are_a_divergence(string recorded, string now)
    {
        RunOutcome outcome = Runs.One(
            ChoosingProgram(recorded.Split(' '), "thrown"), strategy: new FixedStrategy(last: false, choice: 1));

        ReplayResult result = Replay.Run(ChoosingProgram(now.Split(' '), "thrown"), outcome.Trace!);

        Assert.Contains("choice", Assert.IsType<Diverged>(result).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_among_more_alternatives_than_recorded_is_a_divergence()
    {
        RunOutcome outcome = Runs.One(ChoosingProgram(["a"], "thrown"), strategy: new FixedStrategy(last: false));

        ReplayResult result = Replay.Run(ChoosingProgram(["a"], "thrown", alternatives: 3), outcome.Trace!);

        Assert.Equal("the choice a of 2", Assert.IsType<Diverged>(result).Expected[..17]);
    }

    [Fact]
    public void A_step_that_differs_only_in_its_hash_is_named()
    {
        RequestReplyProgram program = new(4, 3, RequestReplyVariant.Window);
        Trace trace = Runs.FirstFinding(program).Trace!;
        TraceStep[] steps = [.. trace.Steps];
        steps[8] = steps[8] with { Choices = [new TraceChoice("none", 2, 1)] };

        ReplayResult result = Replay.Run(program, trace with { Steps = steps });

        Assert.Equal(9, Assert.IsType<Diverged>(result).Step);
    }

    /// <summary>An actor that makes the named choices, and throws.</summary>
    private static DelegateProgram ChoosingProgram(string[] sites, string thrown, int alternatives = 2) => new(system =>
    {
        IActorRef actor = system.ActorOf(DelegateActor.Props((_, context) =>
        {
            foreach (string site in sites)
            {
                context.System.Choices.Choose(site, alternatives);
            }

            throw new InvalidOperationException(thrown);
        }));
        actor.Tell("go", ActorRefs.NoSender);
        return new ProgramRun([], []);
    });

    /// <summary>Throws what the world outside chose and what its own constructor chose.</summary>
    private sealed class ChoosesWhenMade : ReceiveActor
    {
        public ChoosesWhenMade()
        {
            int chosen = Context.System.Choices.Choose("made", 2);
            Receive<int>(told => throw new InvalidOperationException($"{told} and {chosen}"));
        }
    }
}
