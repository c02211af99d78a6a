namespace PhyrActors.Exploration.Tests;

public sealed class ExploreTests
{
    [Fact]
    public void A_check_gives_the_same_finding_as_a_search()
    {
        RequestReplyProgram program = new(4, 3, RequestReplyVariant.Window);
        ExploreProtocol.Explored searched = Explorations.Result(
            Explorations.Job(program, new PortfolioStrategy(), 4096));

        CheckResult result = Explore.Check(program, new ExploreOptions { Schedules = 4096 });

        Assert.Equal(
            (searched.FirstFinding, searched.Schedules, searched.DistinctClasses),
            (result.Finding, result.Schedules, result.DistinctClasses));
    }

    [Fact]
    public void Reduction_sees_all_interleavings()
    {
        CheckResult result = Explore.Check(
            LivenessWorlds.Counter(3), new ExploreOptions { Schedules = long.MaxValue }, new DporStrategy());

        Assert.Equal((true, true, 1), (result.Passed, result.Complete, result.DistinctClasses));
    }

    [Fact]
    public void A_strategy_that_does_not_work_on_the_program_is_refused()
    {
        World world = LivenessWorlds.Spinner(isStopped: false);

        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => Explore.Check(world, new ExploreOptions { StepsMax = 100 }, new DporStrategy()));

        Assert.Equal("strategy", refusal.ParamName);
    }

    [Fact]
    public void A_world_that_cannot_be_built_is_told_with_its_reason()
    {
        World world = new("broken", static _ => throw new NotSupportedException("no such part"));

        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Explore.Check(world));

        Assert.Contains("no such part", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_from_a_file_says_that_it_needs_its_program()
    {
        Trace trace = Runs.Read(Runs.Bytes(Runs.FirstFinding(new HandoverProgram(ordered: false)).Trace!));

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Replay.Run(trace));

        Assert.Equal("trace", refusal.ParamName);
    }
}
