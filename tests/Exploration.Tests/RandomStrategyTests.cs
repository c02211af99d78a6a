namespace PhyrActors.Exploration.Tests;

public sealed class RandomStrategyTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(2, 2, 6)]
    [InlineData(3, 1, 6)]
    [InlineData(4, 1, 24)]
    [InlineData(3, 2, 90)]
    public void Random_schedules_reach_every_class_of_a_small_program_and_no_other(int clients, int rounds, int classes)
    {
        RequestReplyProgram program = new(clients, rounds, RequestReplyVariant.Plain);

        int reached = Runs.Classes(program, 4000);

        Assert.Equal(classes, reached);
    }

    [Theory]
    [InlineData(RequestReplyVariant.Race)]
    [InlineData(RequestReplyVariant.Depth)]
    [InlineData(RequestReplyVariant.Overtake)]
    [InlineData(RequestReplyVariant.Window)]
    public void Random_schedules_find_every_planted_race(RequestReplyVariant variant)
    {
        RequestReplyProgram program = new(4, 3, variant);

        RunOutcome outcome = Runs.FirstFinding(program);

        Assert.NotNull(outcome.Trace);
    }

    [Fact]
    public void A_schedule_is_a_function_of_seed_and_index()
    {
        RequestReplyProgram program = new(4, 3, RequestReplyVariant.Plain);

        ulong first = Runs.One(program, 17).RunHash;
        ulong second = Runs.One(program, 17).RunHash;

        Assert.Equal(first, second);
    }

    [Fact]
    public void Half_of_all_choices_are_the_plain_one_and_the_rest_is_uniform()
    {
        ISchedule schedule = new RandomStrategy().Begin(3, 0);
        int[] chosen = new int[3];

        for (int i = 0; i < 8000; i++)
        {
            chosen[schedule.Choose("site", 3)]++;
        }

        Assert.All(
            [(0, 4000), (1, 2000), (2, 2000)],
            e => Assert.InRange(chosen[e.Item1], e.Item2 - 250, e.Item2 + 250));
    }
}
