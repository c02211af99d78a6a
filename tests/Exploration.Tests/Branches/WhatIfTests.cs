namespace PhyrActors.Exploration.Tests;

public sealed class WhatIfTests
{
    private static readonly RequestReplyProgram s_program = new(3, 2, RequestReplyVariant.Overtake);

    private static readonly Trace s_trace = Runs.FirstFinding(s_program).Trace!;

    [Fact]
    public void From_the_last_step_on_every_continuation_fails()
    {
        BranchShares shares = Run(s_trace.Steps.Count);

        Assert.Equal((300, 300), (shares.Runs, shares.Failing));
    }

    [Fact]
    public void From_the_start_on_as_many_fail_as_of_any_runs()
    {
        BranchShares shares = Run(0);

        Explorer explorer = new(new ExploreOptions());
        int failing = Enumerable.Range(0, 300)
            .Count(index => explorer.RunOne(s_program, Runs.Random, 1, index, traced: false).Findings.Count > 0);
        Assert.Equal(failing, shares.Failing);
        Assert.InRange(failing, 1, 299);
    }

    [Fact]
    public void The_branches_make_up_all_continuations()
    {
        BranchShares shares = Run(8);

        Assert.Equal(
            (shares.Runs, shares.Failing),
            (shares.Branches.Sum(static one => one.Runs), shares.Branches.Sum(static one => one.Failing)));
        Assert.True(shares.Branches.Count > 1);
    }

    [Fact]
    public void Another_seed_draws_other_continuations_and_the_same_seed_the_same()
    {
        (BranchShares one, BranchShares again, BranchShares other) = (Run(5), Run(5), Run(5, seed: 2));

        Assert.Equal(one.Branches, again.Branches);
        Assert.NotEqual(one.Branches, other.Branches);
    }

    [Fact]
    public void A_trace_that_the_program_leaves_is_refused() => Assert.Throws<ViolationLostException>(() =>
        WhatIf.Run(Yardsticks.Burst, s_trace, 8, Runs.Random, new ExploreOptions(), NeverStop.Instance));

    private static BranchShares Run(int step, ulong seed = 1) => WhatIf.Run(
        s_program,
        s_trace,
        step,
        Runs.Random,
        new ExploreOptions { Seed = seed, Schedules = 300 },
        NeverStop.Instance);
}
