namespace PhyrActors.Exploration.Tests;

public sealed class ExplainerTests
{
    [Fact]
    public void The_flip_of_a_lost_update_puts_the_second_read_behind_the_first_write()
    {
        Explanation why = Explained(new RequestReplyProgram(2, 1, RequestReplyVariant.Race));

        Assert.NotNull(why.Flip);
        Assert.Equal(
            (typeof(RequestReplyProtocol.Ask), typeof(RequestReplyProtocol.Put), true),
            (why.Flip.Order.First.Message.GetType(), why.Flip.Order.Then.Message.GetType(), why.Flip.IsToRest));
        Assert.Equal("/user/server", why.Flip.Order.First.Actor);
    }

    [Fact]
    public void What_is_otherwise_in_the_run_that_passes_is_told()
    {
        Explanation why = Explained(new RequestReplyProgram(2, 1, RequestReplyVariant.Race));

        Assert.Contains(why.Differences, static one => !one.Here.SequenceEqual(one.There));
    }

    [Fact]
    public void The_two_steps_that_nothing_orders_are_named_whether_the_run_had_luck_or_not()
    {
        HandoverProgram program = new(ordered: false);
        RunLoop loop = new(4, NeverStop.Instance);
        TraceBuilder builder = new(new FixedStrategy(last: false).Begin(1, 0));
        RunEnd end = loop.Run(program, builder, 1, 100, builder);
        Trace lucky = builder.Build(
            new ExploreOptions(), "fixed", 1, 0, end, loop.RunHash, loop.Findings[0]);
        Trace bad = Shrinker.Run(program, lucky, new ShrinkOptions()).Best;

        StepOrder?[] edges = [Explainer.Explain(program, lucky).Edge, Explainer.Explain(program, bad).Edge];

        Assert.NotEqual(
            lucky.Steps.Select(static step => step.Id), bad.Steps.Select(static step => step.Id));
        Assert.All(edges, static edge => Assert.Equal(
            ("/user/opener", "/user/user"), (edge?.First.Actor, edge?.Then.Actor)));
    }

    [Fact]
    public void A_run_that_fails_in_every_order_has_no_flip()
    {
        SmallProgram program = new("failing", static world =>
        {
            IActorRef sink = world.Actor("sink", static (_, me) =>
                _ = ++me.Number == 2 ? throw new InvalidOperationException("as told") : 0);
            world.Go(world.Teller("left", (sink, "on")), world.Teller("right", (sink, "on")));
        });

        Explanation why = Explained(program);

        Assert.Equal((null, true), (why.Race, why.RacesTried > 0));
    }

    [Fact]
    public void Every_step_in_the_past_of_the_violation_is_told_and_no_other()
    {
        SmallProgram program = new("bystander", static world =>
        {
            IActorRef sink = world.Actor("sink", static (_, _) => throw new InvalidOperationException("as told"));
            world.Go(world.Sink("bystander"), world.Teller("teller", (sink, "on")));
        });
        Trace trace = Runs.One(program, strategy: new FixedStrategy(last: false)).Trace!;

        Explanation why = Explainer.Explain(program, trace);

        Assert.Equal(
            ["/user/teller", "/user/sink"], why.Causal.Select(index => why.Steps[index].Actor));
    }

    private static Explanation Explained(IProgram program) => Explainer.Explain(
        program, Shrinker.Run(program, Runs.FirstFinding(program).Trace!, new ShrinkOptions()).Best);
}
