using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration.Tests;

/// <summary>Findings that are known do not end a search, and do not hide what is news.</summary>
public sealed class ExpectedFindingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_expected_is_counted_and_does_not_end_the_search(int workers)
    {
        Explored explored = Explore(workers, RaceOf(RequestReplyVariant.Race));

        Assert.Equal((500, true), (explored.Schedules, explored.Complete));
        Assert.Equal(explored.Violations, Assert.Single(explored.Findings).Schedules);
        Assert.NotNull(explored.Trace);
    }

    [Fact]
    public void What_is_news_ends_the_search()
    {
        Explored explored = Explore(1, "another");

        Assert.Equal((1, true), (explored.Violations, explored.Complete));
    }

    private static string RaceOf(RequestReplyVariant variant) =>
        Runs.FirstFinding(new RequestReplyProgram(3, 2, variant)).Findings[0].Invariant;

    private static Explored Explore(int workers, string expected)
    {
        ExploreJob job = new(
            () => new RequestReplyProgram(3, 2, RequestReplyVariant.Race),
            Runs.Random,
            new ExploreOptions { Schedules = 500, Expected = [expected] },
            NeverStop.Instance);
        return Assert.IsType<Explored>(Explorations.Run(job, workers, seed: 5)[^1]);
    }
}
