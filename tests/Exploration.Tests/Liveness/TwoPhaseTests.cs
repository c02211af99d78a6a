namespace PhyrActors.Exploration.Tests;

public sealed class TwoPhaseTests
{
    private static readonly IStrategy s_starving = new LivenessWorlds.Starving();
    private static readonly ExploreOptions s_options = new() { Schedules = 1, StepsMax = 200 };

    [Theory]
    [MemberData(nameof(AllStrategies.Names), MemberType = typeof(AllStrategies))]
    public void A_run_that_reaches_the_step_limit_is_no_pass(string strategy)
    {
        CheckResult result = Explore.Check(
            LivenessWorlds.Spinner(isStopped: false), s_options, AllStrategies.Of(strategy));

        Assert.Equal(FindingKinds.NoProgress, result.Finding?.Invariant);
        Assert.StartsWith("not at rest after 200 steps", result.Finding?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_phases_faults_can_go_on_for_ever()
    {
        CheckResult result = Explore.Check(LivenessWorlds.Retrier(isStubborn: false), s_options, s_starving);

        Assert.Equal(FindingKinds.NoProgress, result.Finding?.Invariant);
    }

    [Fact]
    public void Once_the_faults_have_ended_what_recovers_comes_to_rest()
    {
        World world = LivenessWorlds.Retrier(isStubborn: false, new LivenessBounds(50, 20));

        CheckResult result = Explore.Check(world, s_options, s_starving);

        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void What_does_not_recover_when_the_faults_have_ended_is_found_and_reproduced()
    {
        World world = LivenessWorlds.Retrier(isStubborn: true, new LivenessBounds(50, 20));

        CheckResult result = Explore.Check(world, s_options, s_starving);

        Assert.StartsWith(
            "not at rest after 70 steps, 20 of them without faults", result.Finding?.Text, StringComparison.Ordinal);
        Assert.Equal(new Reproduced(result.Finding!), Replay.Run(result.Trace!));
    }

    [Fact]
    public void The_quiet_phase_starves_nobody()
    {
        World world = LivenessWorlds.Spinner(isStopped: true, new LivenessBounds(50, 20));

        CheckResult starved = Explore.Check(LivenessWorlds.Spinner(isStopped: true), s_options, s_starving);
        CheckResult result = Explore.Check(world, s_options, s_starving);

        Assert.Equal((false, true), (starved.Passed, result.Passed));
    }

    [Fact]
    public void Faults_before_the_quiet_phase_are_the_strategy_s_own()
    {
        World world = LivenessWorlds.Retrier(isStubborn: false, new LivenessBounds(50, 20));

        RunOutcome outcome = new Explorer(s_options).RunOne(world, s_starving, 1, 0);

        // The creations of the guardian and of the actor are steps too; the first quiet try succeeds.
        Assert.InRange(outcome.Deliveries, 48, 50);
    }
}
