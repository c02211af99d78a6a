using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration.Tests;

public sealed class CoordinatorTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_result_does_not_depend_on_the_number_of_workers(int workers)
    {
        ExploreJob job = Job(RequestReplyVariant.Overtake, new ExploreOptions { Schedules = 5000 });

        IReadOnlyList<object> told = Explorations.Run(job, workers, seed: 5);

        Assert.Equal(Explorations.Texts(Explorations.Run(job, 1, seed: 6)), Explorations.Texts(told));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void With_keep_going_the_result_does_not_depend_on_the_number_of_workers(int workers)
    {
        ExploreJob job = Job(RequestReplyVariant.Race, new ExploreOptions { Schedules = 500, KeepGoing = true });

        IReadOnlyList<object> told = Explorations.Run(job, workers, seed: 5);

        Assert.Equal(Explorations.Texts(Explorations.Run(job, 1, seed: 6)), Explorations.Texts(told));
    }

    [Fact]
    public void The_finding_with_the_lowest_index_is_told_and_can_be_had_again()
    {
        ExploreJob job = Job(RequestReplyVariant.Overtake, new ExploreOptions { Schedules = 5000 });
        RunOutcome first = Runs.FirstFinding(job.Program());

        Explored explored = Assert.IsType<Explored>(Explorations.Run(job, 4, seed: 5)[^1]);

        Assert.Equal(
            (first.Trace!.ScheduleIndex, first.Findings[0]), (explored.Trace!.ScheduleIndex, explored.FirstFinding));
    }

    [Fact]
    public void Without_findings_every_schedule_is_run_over_several_rounds()
    {
        ExploreJob job = Job(RequestReplyVariant.Plain, new ExploreOptions { Schedules = 4500 });

        Explored explored = Assert.IsType<Explored>(Explorations.Run(job, 3, seed: 5)[^1]);

        Assert.Equal(
            (4500, 90, 0, true),
            (explored.Schedules, explored.DistinctClasses, explored.Violations, explored.Complete));
    }

    [Fact]
    public void Windows_are_summed_over_all_schedules()
    {
        ExploreJob job = Job(RequestReplyVariant.Plain, new ExploreOptions { Schedules = 900 });

        Explored explored = Assert.IsType<Explored>(Explorations.Run(job, 2, seed: 5)[^1]);

        Assert.InRange(Assert.Single(explored.Windows).Schedules, 150, 450);
    }

    [Fact]
    public void A_raised_flag_ends_it_with_what_there_is()
    {
        ExploreJob job = Job(RequestReplyVariant.Plain, new ExploreOptions { Schedules = 4000 });

        Explored explored = Assert.IsType<Explored>(
            Explorations.Run(job with { Stop = new RaisedAfter(1000) }, 2, seed: 5)[^1]);

        Assert.False(explored.Complete);
        Assert.InRange(explored.Schedules, 900, 1002);
    }

    [Fact]
    public void A_stop_message_ends_it_with_what_there_is()
    {
        ExploreJob job = Job(RequestReplyVariant.Plain, new ExploreOptions { Schedules = 4000 });

        Explored explored = Assert.IsType<Explored>(Explorations.Run(job, 2, seed: 5, stopAfter: 10)[^1]);

        Assert.False(explored.Complete);
        Assert.InRange(explored.Schedules, 320, 3999);
    }

    [Fact]
    public void A_program_that_cannot_be_built_is_told_once()
    {
        ExploreJob job = Job(RequestReplyVariant.Plain, new ExploreOptions { Schedules = 100 }) with
        {
            Program = static () => throw new InvalidOperationException("no such program"),
        };

        object told = Assert.Single(Explorations.Run(job, 2, seed: 5));

        Assert.Contains("no such program", Assert.IsType<ExploreFailed>(told).Text, StringComparison.Ordinal);
    }

    private static ExploreJob Job(RequestReplyVariant variant, ExploreOptions options)
    {
        (int clients, int rounds) = variant == RequestReplyVariant.Overtake ? (4, 5) : (3, 2);
        return new ExploreJob(
            () => new RequestReplyProgram(clients, rounds, variant), Runs.Random, options, NeverStop.Instance);
    }

    private sealed class RaisedAfter(int reads) : IStopFlag
    {
        private int _reads;

        public bool Raised => ++_reads > reads;
    }
}
