namespace PhyrActors.Exploration;

/// <summary>Tries, in a run, each pair of messages that is declared commuting in both orders.</summary>
/// <remarks>They commute when nothing that can be seen differs: what either handler sends, publishes, chooses and
/// touches, and all that comes after in the same order. What an actor merely remembers counts once it shows.</remarks>
internal sealed class CommutingCheck(ExploreOptions options)
{
    private readonly RunLoop _loop = new(options.PeriodicMax, NeverStop.Instance) { ToTheEnd = true };

    /// <summary>Whether a schedule's run is checked: the first ones, then a share.</summary>
    public static bool IsSampled(IProgram program, long schedule) =>
        program.Commuting is not null && (schedule < 64 || schedule % 64 == 0);

    /// <param name="program">What was run.</param>
    /// <param name="recording">How.</param>
    /// <param name="seed">The seed of the exploration.</param>
    /// <exception cref="DeclarationException">A pair does not commute; names it.</exception>
    public void Check(IProgram program, Recording recording, ulong seed)
    {
        RunGraph graph = new(new Dependence(program.Commuting), isClosed: false);
        Run(program, recording, seed, graph);
        HashSet<(Type, Type, Type)> tried = [];
        for (int later = 0; later < graph.Count; later++)
        {
            int earlier = graph[later].PreviousOfActor;
            if (earlier >= 0 && AreUnordered(graph, earlier, later) && tried.Add(PairOf(graph, earlier, later)))
            {
                Try(program, graph, earlier, later, seed);
            }
        }
    }

    private static bool AreUnordered(RunGraph graph, int earlier, int later) =>
        graph.Dependence.Commute(graph[earlier].Delivery, graph[later].Delivery)
        && !LinearExtension.Past(graph, later)[earlier];

    private static (Type Actor, Type Left, Type Right) PairOf(RunGraph graph, int earlier, int later) => (
        graph[earlier].Delivery.ReceiverType,
        graph[earlier].Delivery.Message.GetType(),
        graph[later].Delivery.Message.GetType());

    private void Try(IProgram program, RunGraph graph, int earlier, int later, ulong seed)
    {
        (Type actor, Type left, Type right) = PairOf(graph, earlier, later);
        if (CommonReceiver(graph, earlier, later) is { } receiver)
        {
            throw Wrong($"both send to {receiver}");
        }

        RunWitness first = Run(program, LinearExtension.Earliest(graph, earlier, later), seed, null);
        RunWitness second = Run(program, LinearExtension.Earliest(graph, later, earlier), seed, null);
        if (first.DifferenceFrom(second) is { } difference)
        {
            throw Wrong($"in one order {difference}");
        }

        DeclarationException Wrong(string why) => new(
            $"{left.Name} and {right.Name} are declared commuting at {actor.Name} and are not: {why}");
    }

    /// <summary>Whoever gets a message of both: their order there would be that of the pair.</summary>
    private static string? CommonReceiver(RunGraph graph, int earlier, int later)
    {
        HashSet<int> receivers = [];
        for (int index = earlier + 1; index < graph.Count; index++)
        {
            if (graph[index].Cause == earlier)
            {
                receivers.Add(graph[index].Actor);
            }
        }

        for (int index = later + 1; index < graph.Count; index++)
        {
            if (graph[index].Cause == later && receivers.Contains(graph[index].Actor))
            {
                return graph[index].Delivery.ReceiverType.Name;
            }
        }

        return null;
    }

    private RunWitness Run(IProgram program, Recording recording, ulong seed, RunGraph? graph)
    {
        ReplaySchedule schedule = new(recording);
        RunWitness witness = new();
        RunGraph used = graph ?? new RunGraph(new Dependence(program.Commuting), isClosed: false);
        _loop.Graph = used;
        RunEnd end = _loop.Run(program, schedule, seed, options.StepsMax, witness);
        schedule.IsComplete(end);
        witness.End(used, schedule.Divergence, _loop.Findings);
        return witness;
    }
}
