using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration.Tests;

/// <summary>Strategies learn between rounds: from schedules, never from workers.</summary>
public sealed class LearningTests
{
    public static TheoryData<string> Names => AllStrategies.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_told_does_not_depend_on_the_number_of_workers(string strategy)
    {
        ExploreJob job = Explorations.Job(
            new RequestReplyProgram(3, 2, RequestReplyVariant.Race), AllStrategies.Of(strategy), 700, keepGoing: true);

        IEnumerable<string> one = Explorations.Texts(Explorations.Run(job, 1, seed: 5));

        Assert.Equal(one, Explorations.Texts(Explorations.Run(job, 2, seed: 6)));
        Assert.Equal(one, Explorations.Texts(Explorations.Run(job, 4, seed: 7)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_first_finding_does_not_depend_on_the_number_of_workers(string strategy)
    {
        ExploreJob job = Explorations.Job(
            new RequestReplyProgram(3, 2, RequestReplyVariant.Depth), AllStrategies.Of(strategy), 700);

        IEnumerable<string> one = Explorations.Texts(Explorations.Run(job, 1, seed: 5));

        Assert.Equal(one, Explorations.Texts(Explorations.Run(job, 4, seed: 7)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Going_on_from_a_checkpoint_gives_what_an_uninterrupted_search_gives(string strategy)
    {
        ExploreJob job = Explorations.Job(
            new LossyLineProgram(4, tick: true), AllStrategies.Of(strategy), 700, keepGoing: true);
        IReadOnlyList<object> whole = Explorations.Run(job with { Checkpoints = true }, 2, seed: 5);
        foreach (RoundEnded ended in whole.OfType<RoundEnded>())
        {
            Checkpoint reread = Reread(ended.Checkpoint);

            IReadOnlyList<object> resumed = Explorations.Run(job with { From = reread }, 1, seed: 6);

            Assert.Equal(Explorations.Texts([whole[^1]]), Explorations.Texts([resumed[^1]]));
        }

        Assert.NotEmpty(whole.OfType<RoundEnded>());
    }

    [Fact]
    public void A_checkpoint_of_another_search_is_refused()
    {
        ExploreJob job = Explorations.Job(new LossyLineProgram(4), new PosStrategy(), 700, keepGoing: true);
        Checkpoint checkpoint = Explorations.Run(job with { Checkpoints = true }, 1, seed: 5)
            .OfType<RoundEnded>().First().Checkpoint;

        IEnumerable<string?> complaints =
        [
            checkpoint.Misfit(job),
            checkpoint.Misfit(job with { Strategy = new RandomStrategy() }),
            checkpoint.Misfit(job with { Options = job.Options with { Seed = 2 } }),
            checkpoint.Misfit(job with { Options = job.Options with { KeepGoing = false } }),
            checkpoint.Misfit(job with { Options = job.Options with { Schedules = 10 } }),
        ];

        IEnumerable<string?> expected =
        [
            null,
            "its strategy is pos",
            "its seed is 1",
            "it keeps going after a finding",
            "64 schedules are done, and no more than that may be run",
        ];
        Assert.Equal(expected, complaints);
    }

    [Fact]
    public void No_changed_byte_of_a_checkpoint_goes_unseen()
    {
        ExploreJob job = Explorations.Job(new LossyLineProgram(2), new PortfolioStrategy(), 100, keepGoing: true);
        byte[] bytes = Bytes(Explorations.Run(job with { Checkpoints = true }, 1, seed: 5)
            .OfType<RoundEnded>().First().Checkpoint);

        for (int i = 0; i < bytes.Length; i += 7)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;

            Assert.Throws<TraceFormatException>(() => Read(changed));
        }
    }

    private static Checkpoint Reread(Checkpoint checkpoint) => Read(Bytes(checkpoint));

    private static byte[] Bytes(Checkpoint checkpoint)
    {
        using MemoryStream stream = new();
        checkpoint.Write(stream);
        return stream.ToArray();
    }

    private static Checkpoint Read(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return Checkpoint.Read(stream);
    }

    [Fact]
    public void What_surw_counts_means_the_same_whichever_of_two_actors_is_made_first()
    {
        SmallProgram program = new("two makers", static world => world.Go(Maker(world, "a"), Maker(world, "b")));
        Explorer explorer = new(new ExploreOptions());

        (ulong, ulong)[] channels =
        [
            .. Enumerable.Range(0, 32)
                .Select(index => explorer.RunOne(program, new SurwStrategy(), 1, index))
                .SelectMany(static run => Assert.IsType<MailboxNote>(run.Note).Counts)
                .Select(static count => (count.Sender, count.Receiver))
                .Distinct(),
        ];

        Assert.Equal(4, channels.Length);
    }

    /// <summary>An actor that makes another and tells it something.</summary>
    private static IActorRef Maker(SmallWorld world, string name) => world.Actor(name, static (_, me) =>
        me.Here.ActorOf(Puppet.Props(static (_, _) => { })).Tell("made", me.Me));
}
