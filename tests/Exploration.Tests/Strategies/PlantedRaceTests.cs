using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration.Tests;

/// <summary>What the strategies promise on programs whose races are known.</summary>
public sealed class PlantedRaceTests
{
    private static readonly ulong[] s_seeds = [1, 2, 3, 5, 8];

    [Theory]
    [InlineData("pos", RequestReplyVariant.Race, 4, 3, 50)]
    [InlineData("pos", RequestReplyVariant.Depth, 4, 3, 300)]
    [InlineData("pos", RequestReplyVariant.Overtake, 4, 5, 300)]
    [InlineData("pos", RequestReplyVariant.Window, 4, 5, 300)]
    [InlineData("pctcp", RequestReplyVariant.Race, 4, 3, 50)]
    [InlineData("pctcp", RequestReplyVariant.Depth, 4, 3, 300)]
    [InlineData("pctcp", RequestReplyVariant.Overtake, 4, 5, 300)]
    [InlineData("pctcp", RequestReplyVariant.Window, 4, 5, 300)]
    [InlineData("pct", RequestReplyVariant.Race, 4, 3, 300)]
    [InlineData("pct", RequestReplyVariant.Overtake, 4, 5, 300)]
    [InlineData("random", RequestReplyVariant.Depth, 4, 3, 300)]
    [InlineData("random", RequestReplyVariant.Window, 4, 5, 300)]
    [InlineData("surw", RequestReplyVariant.Depth, 4, 3, 300)]
    [InlineData("surw", RequestReplyVariant.Race, 4, 3, 50)]
    [InlineData("feedback", RequestReplyVariant.Overtake, 4, 5, 500)]
    [InlineData("feedback", RequestReplyVariant.Depth, 4, 3, 500)]
    [InlineData("portfolio", RequestReplyVariant.Race, 4, 3, 100)]
    [InlineData("portfolio", RequestReplyVariant.Depth, 4, 3, 500)]
    [InlineData("portfolio", RequestReplyVariant.Overtake, 4, 5, 500)]
    [InlineData("portfolio", RequestReplyVariant.Window, 4, 5, 500)]
    [InlineData("dfs", RequestReplyVariant.Race, 2, 1, 50)]
    public void The_race_is_found_in_few_schedules_from_every_seed(
        string strategy, RequestReplyVariant variant, int clients, int rounds, int schedulesMax)
    {
        RequestReplyProgram program = new(clients, rounds, variant);

        long most = s_seeds.Max(seed => SchedulesToFinding(program, AllStrategies.Of(strategy), seed));

        Assert.InRange(most, 1, schedulesMax);
    }

    /// <summary>w is the number of clients, each a chain; n the racing deliveries, at most all at the server.</summary>
    [Theory]
    [InlineData(RequestReplyVariant.Overtake, 2, 4, 5)]
    [InlineData(RequestReplyVariant.Window, 3, 4, 5)]
    [InlineData(RequestReplyVariant.Race, 2, 4, 3)]
    public void Pctcp_hits_a_bug_of_depth_d_as_often_as_its_bound_says(
        RequestReplyVariant variant, int depth, int clients, int rounds)
    {
        int racing = variant == RequestReplyVariant.Race ? 2 * clients * rounds : clients * rounds;
        double bound = 1 / (clients * clients * Math.Pow(racing, depth - 1));
        RequestReplyProgram program = new(clients, rounds, variant);
        const int Schedules = 4000;

        Explored explored = Explorations.Result(Explorations.Job(
            program, new PctcpStrategy(depth), Schedules, keepGoing: true));

        Assert.True((double)explored.Violations / Schedules >= bound, $"{explored.Violations} of {Schedules}");
    }

    [Theory]
    [InlineData("random", 400, 480)]
    [InlineData("pos", 300, 480)]
    [InlineData("pctcp", 120, 480)]
    [InlineData("pct", 120, 480)]
    [InlineData("surw", 300, 490)]
    [InlineData("portfolio", 250, 490)]
    public void Five_hundred_runs_of_4_clients_in_2_rounds_are_of_so_many_classes(string strategy, int least, int most)
    {
        RequestReplyProgram program = new(4, 2, RequestReplyVariant.Plain);

        Explored explored = Explorations.Result(Explorations.Job(program, AllStrategies.Of(strategy), 500));

        Assert.InRange(explored.DistinctClasses, least, most);
    }

    [Fact]
    public void A_portfolio_names_the_member_that_found_the_race()
    {
        RequestReplyProgram program = new(4, 3, RequestReplyVariant.Depth);

        Explored explored = Explorations.Result(Explorations.Job(program, new PortfolioStrategy(), 2000));

        Assert.Matches("^portfolio/(dfs|pos|pctcp|random|surw|feedback)$", explored.Trace!.Strategy);
    }

    private static long SchedulesToFinding(IProgram program, IStrategy strategy, ulong seed)
    {
        ExploreJob job = Explorations.Job(program, strategy, 20_000);

        Explored explored = Explorations.Result(job with { Options = job.Options with { Seed = seed } });

        return explored.Violations > 0 ? explored.Schedules : long.MaxValue;
    }
}
