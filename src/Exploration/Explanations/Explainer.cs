namespace PhyrActors.Exploration;

/// <summary>Runs a trace again and finds out why it violates what it violates.</summary>
public static class Explainer
{
    // The past of every event is kept: a square of bits.
    private const int RacesDeliveriesMax = 8192;
    private const int DifferencesMax = 6;

    /// <param name="program">The program that the trace's text describes.</param>
    /// <param name="trace">Best a shrunk one: of a long one only the order and the past are told.</param>
    /// <exception cref="ViolationLostException">The trace does not show its violation any more.</exception>
    public static Explanation Explain(IProgram program, Trace trace)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(trace);
        bool isShort = trace.Steps.Count <= RacesDeliveriesMax;
        RunGraph graph = new(new Dependence(program.Commuting), isShort);
        RunLoop loop = new(trace.PeriodicMax, NeverStop.Instance) { Graph = graph };
        AccountWatch watch = new();
        long stepsMax = trace.End == RunEnd.StepLimit ? trace.Steps.Count : long.MaxValue;
        loop.Run(program, new ReplaySchedule(trace.ToRecording()), trace.Seed, stepsMax, watch);
        Finding finding = new Symptom(trace.Finding).In(loop.Findings) ?? throw new ViolationLostException(
            $"the trace does not show {trace.Finding.Invariant} any more");
        IReadOnlyList<StepAccount> steps = watch.Accounts;
        for (int index = 0; index < steps.Count; index++)
        {
            steps[index].Add(graph.Choices(index));
        }

        int violating = graph.Count - 1;
        StepOrder? edge = violating < 0 ? null : EdgeOf(program, trace, graph, loop.Missing, steps);
        (Flip? flip, IReadOnlyList<StepDifference> differences, int tried) = isShort
            ? FlipOf(program, trace, graph, steps)
            : (null, [], 0);
        return new Explanation(
            trace, finding, steps, violating, Past(graph, violating), edge, flip, differences, tried);
    }

    private static List<int> Past(RunGraph graph, int violating)
    {
        bool[] past = violating < 0 ? [] : LinearExtension.Past(graph, violating);
        return [.. Enumerable.Range(0, past.Length).Where(index => past[index] || index == violating)];
    }

    /// <summary>What the violating step lacks; of a run that shows the bad order, what it should have come
    /// before: the run in which it comes as early as it can says so.</summary>
    private static StepOrder? EdgeOf(
        IProgram program, Trace trace, RunGraph graph, Epoch missing, IReadOnlyList<StepAccount> steps)
    {
        int violating = graph.Count - 1;
        if (missing.Index > 0)
        {
            return graph.EventOf(missing) is >= 0 and int lacked
                ? new StepOrder(steps[lacked], steps[violating])
                : null;
        }

        Trial trial = new(new Symptom(trace.Finding), trace.Seed, trace.PeriodicMax);
        ShrinkPlan plan = ShrinkPlan.Of(trace);
        List<TraceStep> order =
            [.. LinearExtension.EarliestOrder(graph, violating).Select(index => plan.Steps[index])];
        bool isShown = trial.Run(program, plan with { Steps = order }, default, long.MaxValue);
        if (!isShown || trial.Missing.Index == 0)
        {
            return null;
        }

        Epoch lacking = trial.Missing;
        (Trace lucky, RunGraph other) = trial.WriteDown(program, trace);
        bool isThat = other.EventOf(lacking) is >= 0 and int place
            && other[place].Delivery.Id == steps[violating].Id;
        StepAccount? then = steps.FirstOrDefault(step => step.Id == lucky.Steps[(int)lucky.Finding.Step - 1].Id);
        return isThat && then is not null ? new StepOrder(steps[violating], then) : null;
    }

    private static (Flip? Flip, IReadOnlyList<StepDifference> Differences, int Tried) FlipOf(
        IProgram program, Trace trace, RunGraph graph, IReadOnlyList<StepAccount> steps)
    {
        FlipFinder finder = new(program, trace, graph);
        if (finder.Find() is not { } race)
        {
            return (null, [], finder.Tried);
        }

        Flip flip = new(new StepOrder(steps[race.Earlier], steps[race.Later]), race.IsToRest);
        return (flip, Differences(steps, race.Earlier, finder.Passing), finder.Tried);
    }

    /// <summary>The first deliveries from the race on that both runs have and that do something else.</summary>
    private static IReadOnlyList<StepDifference> Differences(
        IReadOnlyList<StepAccount> steps, int from, IReadOnlyList<StepAccount> passing)
    {
        Dictionary<ulong, StepAccount> there = [];
        foreach (StepAccount step in passing)
        {
            there.TryAdd(step.Id, step);
        }

        return
        [
            .. steps.Skip(from)
                .Where(step => there.TryGetValue(step.Id, out StepAccount? other) && TextOf(step) != TextOf(other))
                .Select(step => new StepDifference(step, step.Events, there[step.Id].Events))
                .Take(DifferencesMax),
        ];
    }

    private static string TextOf(StepAccount step) => string.Join('\n', step.Events.Select(StepText.Message));
}
