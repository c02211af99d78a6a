namespace PhyrActors.Exploration.Tests;

public sealed class LassoTests
{
    private static readonly ExploreOptions s_options = new() { Schedules = 50, StepsMax = 1000 };

    [Fact]
    public void A_state_that_comes_back_ends_the_run_long_before_its_limit_and_is_reproduced()
    {
        World world = LivenessWorlds.Spinner(isStopped: false, findsLassos: true);

        CheckResult result = Explore.Check(world, s_options);

        Assert.Equal(FindingKinds.NoProgress, result.Finding?.Invariant);
        Assert.EndsWith("can go on for ever", result.Finding?.Text, StringComparison.Ordinal);
        Assert.InRange(result.Finding!.Step, 1, 10);
        Assert.Equal(new Reproduced(result.Finding), Replay.Run(result.Trace!));
    }

    [Fact]
    public void A_circle_that_starves_a_message_is_no_lasso()
    {
        World world = LivenessWorlds.Spinner(isStopped: true, findsLassos: true);

        CheckResult result = Explore.Check(world, s_options, new SwarmStrategy(new RandomStrategy()));

        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void A_circle_that_needs_a_fault_in_every_round_is_no_lasso()
    {
        World world = LivenessWorlds.Retrier(isStubborn: false, findsLassos: true);

        CheckResult result = Explore.Check(world, s_options, new RandomStrategy());

        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void A_circle_that_one_fault_began_is_a_lasso()
    {
        World world = LivenessWorlds.Retrier(isStubborn: true, findsLassos: true);

        CheckResult result = Explore.Check(world, s_options, new RandomStrategy());

        Assert.EndsWith("can go on for ever", result.Finding?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void States_that_differ_are_no_lasso()
    {
        CheckResult result = Explore.Check(LivenessWorlds.Counter(500), s_options);

        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void The_state_is_unknown_when_an_actor_does_not_tell_all_of_its_own()
    {
        ulong? known = HashOf(static system => LivenessWorlds.Spinner(isStopped: true).Start(system));

        ulong? unknown = HashOf(static system => system.ActorOf(Puppet.Props(static (_, _) => { })));

        Assert.Equal((true, false), (known is not null, unknown is not null));
    }

    [Fact]
    public void Messages_on_their_way_are_part_of_the_state()
    {
        ulong? stopped = HashOf(static system => LivenessWorlds.Spinner(isStopped: true).Start(system));

        ulong? same = HashOf(static system => LivenessWorlds.Spinner(isStopped: true).Start(system));
        ulong? more = HashOf(static system => LivenessWorlds.Spinner(isStopped: true).Start(system), tells: true);

        Assert.Equal(stopped, same);
        Assert.NotEqual(stopped, more);
    }

    private static ulong? HashOf(Action<ControlledSystem> build, bool tells = false)
    {
        ControlledSettings settings = new() { Schedule = new LivenessWorlds.Starving() };
        using ControlledSystem system = new("state", settings);
        build(system);
        if (tells)
        {
            system.ActorSelection("/user/stopper").Tell("stop", ActorRefs.NoSender);
        }

        return system.StateHash();
    }
}
