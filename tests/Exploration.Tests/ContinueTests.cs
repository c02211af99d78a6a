namespace PhyrActors.Exploration.Tests;

public sealed class ContinueTests
{
    private const StringComparison Exact = StringComparison.Ordinal;

    [Fact]
    public void An_unchanged_program_is_followed_to_the_same_finding()
    {
        RequestReplyProgram program = new(4, 3, RequestReplyVariant.Window);
        Trace trace = Runs.FirstFinding(program).Trace!;

        Continued result = Replay.Continue(program, trace, 10_000);

        Assert.Equal((true, trace.Steps.Count, 0), (result.IsSame, result.Followed, result.Deviations.Count));
        Assert.Equal(trace.Finding, result.Finding);
    }

    [Fact]
    public void A_new_message_in_front_of_recorded_ones_does_not_hide_the_finding()
    {
        Trace trace = Recorded(Relay(log: false));

        Continued result = Replay.Continue(Relay(log: true), trace, 10_000);

        ReplayDeviation deviation = Assert.Single(result.Deviations);
        Assert.Equal((true, DeviationKind.Extra), (result.IsSame, deviation.Kind));
        Assert.Contains("Int32 to /user/sink", deviation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_no_longer_comes_is_named_and_what_it_caused_is_not()
    {
        Trace trace = Recorded(Relay(log: true, fails: 4));

        Continued result = Replay.Continue(Relay(log: false, fails: 4), trace, 10_000);

        ReplayDeviation deviation = Assert.Single(result.Deviations);
        Assert.Equal((true, DeviationKind.Missing), (result.IsSame, deviation.Kind));
        Assert.Equal(trace.Steps[(int)deviation.Step - 1].ToString(), deviation.Text);
    }

    [Fact]
    public void What_was_not_recorded_comes_in_the_end_oldest_first()
    {
        Trace trace = Recorded(Relay(log: false, fails: 4));
        SmallProgram longer = new("longer", world =>
        {
            IActorRef other = world.Sink("other");
            world.Go(world.Teller("more", (other, 1), (other, 2)));
        });

        Continued result = Replay.Continue(longer, trace, 10_000);

        Assert.Equal(
            ["String to /user/more", "Int32 to /user/other", "Int32 to /user/other"],
            result.Deviations
                .Where(static d => d.Kind == DeviationKind.Extra && !d.Text.StartsWith("creation", Exact))
                .Select(static d => d.Text.Split(" (")[0]));
        Assert.Null(result.Finding);
    }

    [Fact]
    public void A_choice_that_is_new_is_plain_and_one_that_is_gone_is_named()
    {
        Trace trace = Runs.One(Choosing("a", "b"), strategy: new FixedStrategy(last: false, choice: 1)).Trace!;

        Continued result = Replay.Continue(Choosing("c", "b"), trace, 10_000);

        Assert.Equal("InvalidOperationException: c0 b1", result.Finding?.Text);
        Assert.All(result.Deviations, static deviation => Assert.Equal(DeviationKind.Choice, deviation.Kind));
        Assert.Equal(2, result.Deviations.Count);
    }

    [Fact]
    public void Any_trace_can_be_followed_by_any_program()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            Trace trace = Runs.Traced(RandomProgram.Of(seed, false));

            Continued result = Replay.Continue(RandomProgram.Of(seed + 1, false), trace, 10_000);

            Assert.InRange(result.Followed, 4, trace.Steps.Count);
        }
    }

    private static Trace Recorded(IProgram program) => Runs.FirstFinding(program).Trace!;

    /// <summary>A relay tells the sink two things, perhaps with a number before them that has the sink tell another;
    /// the sink fails at the last.</summary>
    private static SmallProgram Relay(bool log, int fails = 2) => new("relay", world =>
    {
        IActorRef other = world.Sink("other");
        IActorRef sink = world.Actor("sink", (message, me) =>
        {
            switch (message)
            {
                case int:
                    other.Tell("logged", me.Me);
                    break;
                case "last":
                    throw new InvalidOperationException("as told");
            }
        });
        (IActorRef, object)[] told = [(sink, "first"), (sink, 7), (other, "on the way"), (sink, "last")];
        world.Go(world.Teller("relay", [.. told.Where(tell => log || tell.Item2 is string)]));
        for (int i = 0; i < fails; i++)
        {
            world.Go(world.Teller($"bystander{i}", (other, "else")));
        }
    });

    private static SmallProgram Choosing(params string[] sites) => new("choosing", world =>
        world.Go(world.Actor("chooser", (_, _) => throw new InvalidOperationException(
            string.Join(' ', sites.Select(site => $"{site}{world.Choose(site, 2)}"))))));
}
