using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(600)]
    public void The_unseen_share_is_the_share_of_runs_that_were_alone_in_their_class(int schedules)
    {
        RequestReplyProgram program = new(4, 2, RequestReplyVariant.Plain);
        Explorer explorer = new(new ExploreOptions());
        int[] sizes =
        [
            .. Enumerable.Range(0, schedules)
                .GroupBy(index => explorer.RunOne(program, Runs.Random, 1, index).ClassHash)
                .Select(static runs => runs.Count()),
        ];

        Explored explored = Explorations.Result(Explorations.Job(program, Runs.Random, schedules));

        Assert.Equal(
            (sizes.Length, (double)sizes.Count(static size => size == 1) / schedules),
            (explored.DistinctClasses, explored.UnseenShare));
    }

    [Fact]
    public void Only_the_server_has_races()
    {
        RequestReplyProgram program = new(3, 2, RequestReplyVariant.Plain);

        Explored explored = Explorations.Result(Explorations.Job(program, Runs.Random, 100));

        Assert.Equal("/user/server", Assert.Single(explored.Orders.Mailboxes).Mailbox);
    }

    [Fact]
    public void A_program_without_concurrency_has_no_races()
    {
        RequestReplyProgram program = new(1, 5, RequestReplyVariant.Plain);

        Explored explored = Explorations.Result(Explorations.Job(program, Runs.Random, 100));

        Assert.Equal(0, explored.Orders.Races);
    }

    [Fact]
    public void Pairs_of_message_classes_are_told_by_the_orders_in_which_they_came()
    {
        RequestReplyProgram program = new(3, 2, RequestReplyVariant.Race);

        Explored explored = Explorations.Result(Explorations.Job(program, Runs.Random, 100, keepGoing: true));

        ActorOrders client = explored.Orders.Actors.Single(static actor => actor.Actor == nameof(RacingClient));
        ActorOrders server = explored.Orders.Actors.Single(static actor => actor.Actor == nameof(ValueServer));
        Assert.Equal(("Go", "Reply"), Assert.Single(client.OneWay));
        Assert.Equal((1, 0), (server.Both, server.OneWay.Count));
    }
}
