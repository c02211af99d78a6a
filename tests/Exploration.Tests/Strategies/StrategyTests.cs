using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration.Tests;

public sealed class StrategyTests
{
    public static TheoryData<string> Names => AllStrategies.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schedule_is_a_function_of_seed_and_index(string strategy)
    {
        RequestReplyProgram program = new(4, 3, RequestReplyVariant.Plain);

        ulong first = Runs.One(program, 0, AllStrategies.Of(strategy)).RunHash;
        ulong second = Runs.One(program, 0, AllStrategies.Of(strategy)).RunHash;

        Assert.Equal(first, second);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schedule_with_timers_choices_and_creations_replays(string strategy)
    {
        Explored explored = Explorations.Result(
            Explorations.Job(new LossyLineProgram(6, tick: true), AllStrategies.Of(strategy), 2000));

        ReplayResult result = Replay.Run(new LossyLineProgram(6, tick: true), explored.Trace!);

        Assert.Equal(new Reproduced(explored.FirstFinding!), result);
    }

    [Fact]
    public void The_enumeration_runs_no_order_twice_and_ends()
    {
        RequestReplyProgram program = new(2, 2, RequestReplyVariant.Plain);

        Explored explored = Explorations.Result(Explorations.Job(program, new DfsStrategy(bound: 20), 20_000));

        Assert.True(explored.Complete);
        Assert.Equal(6, explored.DistinctClasses);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_enumeration_runs_every_set_of_so_many_lost_packets(int bound)
    {
        LossyLineProgram program = new(packets: 5);

        Explored explored = Explorations.Result(
            Explorations.Job(program, new DfsStrategy(bound), 20_000, keepGoing: true));

        // All packets are of one channel: only choices differ, each with two values beside the plain one.
        int expected = 1 + (bound > 0 ? 5 * 2 : 0) + (bound > 1 ? 10 * 4 : 0);
        Assert.Equal((expected, expected), (explored.Schedules, explored.DistinctClasses));
    }

    [Fact]
    public void A_pair_varies_nothing_but_its_messages_and_what_they_cause()
    {
        RequestReplyProgram program = new(4, 3, RequestReplyVariant.Plain);

        Explored other = Explorations.Result(
            Explorations.Job(program, new PairStrategy(new RandomStrategy(), "Fork", "Unlink"), 200));
        Explored asked = Explorations.Result(
            Explorations.Job(program, new PairStrategy(new RandomStrategy(), "Ask", "Put"), 200));

        Assert.Equal(1, other.DistinctClasses);
        Assert.InRange(asked.DistinctClasses, 100, 200);
    }

    [Fact]
    public void In_some_runs_of_a_swarm_a_site_is_always_plain_and_in_others_it_is_often_not()
    {
        SwarmStrategy swarm = new(new RandomStrategy());
        int[] others = new int[64];

        for (int index = 0; index < others.Length; index++)
        {
            ISchedule schedule = swarm.Begin(7, index);
            others[index] = Enumerable.Range(0, 400).Count(_ => schedule.Choose("site", 3) > 0);
        }

        Assert.InRange(others.Count(static count => count == 0), 24, 56);
        Assert.Contains(others, static count => count > 150);
        Assert.Contains(others, static count => count is > 0 and < 50);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("pos")]
    [InlineData("pctcp")]
    [InlineData("surw")]
    public void A_timer_comes_before_a_message_less_often_than_not(string strategy)
    {
        int first = Enumerable.Range(0, 2000)
            .Count(index => AllStrategies.Of(strategy).Begin(3, index).Pick(new MessageAndTimer()) == 1);

        // A half, a third and a fifth, each in a third of the runs.
        Assert.InRange(first, 600, 780);
    }

    [Fact]
    public void A_sampled_share_of_schedules_is_run_twice_and_compared()
    {
        int starts = 0;
        DelegateProgram program = new(system =>
        {
            IActorRef actor = system.ActorOf(DelegateActor.Props(static (_, _) => { }));
            for (int i = 0; i < 1 + (starts & 1); i++)
            {
                actor.Tell("message", ActorRefs.NoSender);
            }

            starts++;
            return new ProgramRun([], []);
        });

        Explored explored = Explorations.Result(Explorations.Job(program, new RandomStrategy(), 1000));

        Assert.Equal(FindingKinds.NotDeterministic, explored.FirstFinding?.Invariant);
    }

    /// <summary>A message and a timer at two actors.</summary>
    private sealed class MessageAndTimer : IEnabledSteps
    {
        public int Count => 2;

        public ulong Id(int index) => (ulong)index + 100;

        public PendingStep Pending(int index) =>
            new(Id(index), index == 0 ? StepKind.Message : StepKind.Timer, index, index, index, 0);

        public StepView View(int index) => throw new NotSupportedException();
    }
}
