namespace PhyrActors.Exploration.Tests;

public sealed class ReorderingTests
{
    // Not dfs, nor the portfolio that has it: what they run next depends on what was run before.
    private static readonly IStrategy[] s_strategies =
        [.. ((string[])["random", "pct", "pctcp", "pos", "surw", "feedback"]).Select(AllStrategies.Of)];

    public static TheoryData<IProgram> Programs => new(
        new RequestReplyProgram(4, 5, RequestReplyVariant.Plain),
        new RequestReplyProgram(3, 2, RequestReplyVariant.Race),
        new LossyLineProgram(6, tick: true),
        new HandoverProgram(ordered: false),
        new CastProgram());

    public static TheoryData<string> Small => new(SmallPrograms.All.Select(static program => program.Name));

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_linear_extension_of_happens_before_runs_to_the_same_class_state_and_verdict(IProgram program)
    {
        Reordering reordering = new(program);

        foreach (IStrategy strategy in s_strategies)
        {
            reordering.Check(strategy, schedules: 20, extensions: 10);
        }

        Assert.True(program is LossyLineProgram || reordering.OtherRuns > 0);
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void So_does_every_one_of_every_small_program(string name)
    {
        Reordering reordering = new(SmallPrograms.Named(name));

        foreach (IStrategy strategy in s_strategies)
        {
            reordering.Check(strategy, schedules: 40, extensions: 5);
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void So_does_every_one_of_the_runs_that_reduction_chooses(string name)
    {
        Reordering reordering = new(SmallPrograms.Named(name));

        reordering.CheckDpor(every: 3, extensions: 5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void So_does_every_one_of_programs_made_up_at_random(bool footprints)
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            Reordering reordering = new(RandomProgram.Of(seed, footprints));

            reordering.Check(Runs.Random, schedules: 5, extensions: 5);
        }
    }

    [Theory]
    [InlineData("read read write", 2)]
    [InlineData("write read read", 2)]
    [InlineData("read write read", 1)]
    public void Commuting_deliveries_change_places_and_others_do_not(string recorded, int orders)
    {
        RunGraph graph = RecordedAtRegister(recorded);
        HashSet<string> seen = new(StringComparer.Ordinal);

        for (ulong seed = 0; seed < 200; seed++)
        {
            IReadOnlyList<ulong> picks = LinearExtension.Random(graph, seed).Picks;
            seen.Add(string.Concat(picks.Select(id => PlaceAtRegister(graph, id))));
        }

        Assert.Equal(orders, seen.Count);
    }

    [Fact]
    public void An_event_moves_to_the_front_with_its_past_and_the_rest_stays_in_order()
    {
        RunGraph graph = Recorded(new RequestReplyProgram(3, 1, RequestReplyVariant.Plain));
        int last = graph.Count - 1;
        bool[] past = LinearExtension.Past(graph, last);
        IEnumerable<ulong> inOrder = Enumerable.Range(0, graph.Count)
            .OrderBy(index => past[index] ? 0 : index == last ? 1 : 2).ThenBy(static index => index)
            .Select(index => graph[index].Delivery.Id);

        Recording order = LinearExtension.Earliest(graph, last);

        Assert.Equal(inOrder, order.Picks);
    }

    [Fact]
    public void What_comes_directly_before_leads_to_the_whole_past()
    {
        RunGraph graph = Recorded(new RequestReplyProgram(3, 2, RequestReplyVariant.Plain));

        for (int later = 0; later < graph.Count; later++)
        {
            bool[] past = LinearExtension.Past(graph, later);
            Assert.Equal(Enumerable.Range(0, graph.Count).Select(index => graph.Precedes(index, later)), past);
        }
    }

    private static RunGraph Recorded(IProgram program, long index = 0)
    {
        RunGraph graph = new(new Dependence(program.Commuting));
        RunLoop loop = new(periodicMax: 4, NeverStop.Instance) { Graph = graph };
        loop.Run(program, Runs.Random.Begin(1, index), 1, 10_000, null);
        return graph;
    }

    /// <summary>A run in which the register is told these in this order.</summary>
    private static RunGraph RecordedAtRegister(string told)
    {
        SmallProgram program = SmallPrograms.Named("a register that is read by two and written by one");
        for (long index = 0; ; index++)
        {
            RunGraph graph = Recorded(program, index);
            IEnumerable<string> words = Enumerable.Range(0, graph.Count)
                .Select(i => graph[i].Delivery.Message).Where(static message => message is not string)
                .Select(static message => message.GetType().Name.ToLowerInvariant());
            if (string.Join(' ', words) == told)
            {
                return graph;
            }
        }
    }

    /// <summary>The number of a delivery at the register in the recorded run; nothing for others.</summary>
    private static string PlaceAtRegister(RunGraph graph, ulong id)
    {
        int index = Enumerable.Range(0, graph.Count).Single(i => graph[i].Delivery.Id == id);
        return graph[index].Delivery.Message is string ? string.Empty : $"{index} ";
    }
}
