namespace PhyrActors.Exploration.Tests;

public sealed class TemperatureTests
{
    private static readonly ExploreOptions s_options = new() { Schedules = 1 };

    [Fact]
    public void What_is_owed_for_too_many_steps_is_found_and_reproduced()
    {
        World world = LivenessWorlds.Counter(40, isAsked: true, isAnswered: true, hotStepsMax: 30);

        CheckResult result = Explore.Check(world, s_options);

        Assert.Equal("for more than 30 steps: Asked 1 has no Answered", result.Finding?.Text);
        Assert.Equal(new Reproduced(result.Finding!), Replay.Run(result.Trace!));
    }

    [Fact]
    public void What_is_answered_in_time_passes()
    {
        World world = LivenessWorlds.Counter(40, isAsked: true, isAnswered: true, hotStepsMax: 41);

        CheckResult result = Explore.Check(world, s_options);

        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void What_is_owed_when_nothing_is_left_to_deliver_is_found_and_reproduced()
    {
        World world = LivenessWorlds.Counter(3, isAsked: true, isAnswered: false);

        CheckResult result = Explore.Check(world, s_options);

        Assert.Equal("nothing is left to deliver: Asked 1 has no Answered", result.Finding?.Text);
        Assert.Equal(new Reproduced(result.Finding!), Replay.Run(result.Trace!));
    }

    [Fact]
    public void Steps_before_the_quiet_phase_do_not_count()
    {
        World world = LivenessWorlds.Counter(
            60, isAsked: true, isAnswered: true, hotStepsMax: 30, liveness: new LivenessBounds(40, 100));

        CheckResult result = Explore.Check(world, s_options);

        Assert.True(result.Passed, result.ToString());
    }
}
