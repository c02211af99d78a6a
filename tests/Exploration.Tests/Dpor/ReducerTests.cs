using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration.Tests;

public sealed class ReducerTests
{
    private const int TaskRunsMax = 3;

    public static TheoryData<string> Names => new(SmallPrograms.All.Select(static program => program.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_number_of_workers_sees_the_classes_that_one_thread_sees(string name) =>
        Compare(SmallPrograms.Named(name));

    [Theory]
    [InlineData(4, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    public void Any_number_of_workers_sees_each_interleaving_of_requests_once(int clients, int rounds) =>
        Compare(new RequestReplyProgram(clients, rounds, RequestReplyVariant.Plain));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_number_of_workers_sees_the_same_classes_of_programs_made_up_at_random(bool footprints)
    {
        for (ulong seed = 0; seed < 60; seed++)
        {
            SmallProgram program = RandomProgram.Of(seed, footprints);
            if (Reductions.Begun(program, runsMax: 250).IsComplete)
            {
                Compare(program);
            }
        }
    }

    [Fact]
    public void A_budget_ends_at_the_same_run_whatever_the_number_of_workers()
    {
        RequestReplyProgram program = new(3, 2, RequestReplyVariant.Plain);
        ExploreJob job = Explorations.Job(program, new DporStrategy(), schedules: 50, keepGoing: true);

        string[] told =
        [
            .. new[] { 1, 2, 4 }.Select(workers => Explorations.Text(
                Assert.IsType<Explored>(Explorations.Run(job, workers, seed: 5)[^1]))),
        ];

        Assert.Single(told.Distinct(StringComparer.Ordinal));
        Assert.StartsWith("Explored { Schedules = 50,", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_finding_is_the_same_whatever_the_number_of_workers()
    {
        RequestReplyProgram program = new(4, 2, RequestReplyVariant.Window);
        ExploreJob job = Explorations.Job(program, new DporStrategy(), long.MaxValue);

        Explored[] told =
        [
            .. new[] { 1, 2, 4 }.Select(workers =>
                Assert.IsType<Explored>(Explorations.Run(job, workers, seed: 5)[^1])),
        ];

        Assert.Equal(1, told[0].Violations);
        Assert.IsType<Reproduced>(Replay.Run(program, told[0].Trace!));
        Assert.Single(told.Select(static explored => explored.Trace!.FinalHash).Distinct());
        Assert.Single(told.Select(Explorations.Text).Distinct(StringComparer.Ordinal));
    }

    private static void Compare(IProgram program)
    {
        IReadOnlyCollection<ulong> classes = Reductions.Complete(program).Classes;

        Explored[] told =
        [
            .. new[] { 1, 2, 4 }.Select(workers =>
                Explorations.Reduced(program, workers, TaskRunsMax, seed: (ulong)workers)),
        ];

        Assert.Equal(
            (classes.Count, classes.Count, 0, SetOf(classes), true),
            (told[0].Schedules, told[0].DistinctClasses, told[0].Reduction!.Redundant, told[0].Reduction!.ClassSet,
                told[0].Complete));
        Assert.Single(told.Select(Explorations.Text).Distinct(StringComparer.Ordinal));
    }

    private static ulong SetOf(IEnumerable<ulong> classes) =>
        classes.Aggregate(0UL, static (set, hash) => unchecked(set + SplitMix64.Mix(hash, 0)));
}
