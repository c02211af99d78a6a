namespace PhyrActors.Exploration.Tests;

public sealed class TreeProbeTests
{
    [Theory]
    [InlineData("burst", 90)]
    [InlineData("two servers", 16)]
    [InlineData("spawn", 24)]
    [InlineData("a choice decides what is sent", 6)]
    [InlineData("two choices in one handler, the second only after one value of the first", 30)]
    [InlineData("reads and writes of two each", 3)]
    public void Many_ways_down_the_tree_guess_how_many_classes_there_are(string name, int classes)
    {
        double guess = Guess(SmallPrograms.Named(name), new ExploreOptions(), ways: 4096);

        Assert.InRange(guess, classes * 0.8, classes * 1.25);
    }

    [Theory]
    [InlineData(4, 2, 2520)]
    [InlineData(4, 3, 369_600)]
    public void A_few_ways_are_enough_where_only_one_mailbox_has_races(int clients, int rounds, double classes)
    {
        double guess = Guess(
            new RequestReplyProgram(clients, rounds, RequestReplyVariant.Plain), new ExploreOptions(), ways: 256);

        Assert.InRange(guess, classes * 0.8, classes * 1.25);
    }

    [Fact]
    public void A_bound_on_faults_lowers_the_guess()
    {
        SmallProgram program = SmallPrograms.Named("two independent choices");

        double guess = Guess(program, new ExploreOptions { FaultsMax = 0 }, ways: 256);

        Assert.InRange(guess, 0.8, 1.2);
    }

    [Fact]
    public void The_guess_is_the_same_each_time()
    {
        RequestReplyProgram program = new(4, 2, RequestReplyVariant.Plain);

        double[] guesses = [Guess(program, new ExploreOptions(), 64), Guess(program, new ExploreOptions(), 64)];

        Assert.Equal(guesses[0], guesses[1]);
    }

    private static double Guess(IProgram program, ExploreOptions options, int ways) =>
        TreeProbe.Guess(program, options, ways, NeverStop.Instance);
}
