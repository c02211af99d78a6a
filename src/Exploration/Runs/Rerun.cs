namespace PhyrActors.Exploration;

/// <summary>Runs a recorded schedule again to write it down, and sees whether it gives the same run.</summary>
/// <remarks>Where the first finding lacks a step that this run had by luck, the trace is that of the same run with the
/// lacking step in front: what was possible is then what happens.</remarks>
internal sealed class Rerun(ExploreOptions options)
{
    private readonly RunLoop _loop = new(options.PeriodicMax, NeverStop.Instance);

    /// <summary>The outcome with the trace of its first finding, or with the finding that the program is not
    /// deterministic.</summary>
    public RunOutcome Trace(
        IProgram program, Recording recording, RunOutcome outcome, string strategy, ulong seed, long index)
    {
        RunGraph graph = new(new Dependence(program.Commuting), isClosed: false);
        TraceBuilder builder = new(new ReplaySchedule(recording));
        _loop.Graph = graph;
        RunEnd end = _loop.Run(program, builder, seed, options.StepsMax, builder);
        _loop.Graph = null;
        if (!IsSame(outcome, end))
        {
            return WithDoubt(outcome, seed, index);
        }

        Trace trace = builder.Build(
            options, strategy, seed, index, end, _loop.RunHash, outcome.Findings[0]);
        return BadOrder(graph, _loop.Missing, trace.Finding.Step) is { } order
            ? Reordered(program, order, outcome, trace)
            : outcome with { Trace = trace };
    }

    /// <summary>A run that went on after its finding has more of both.</summary>
    private bool IsSame(RunOutcome outcome, RunEnd end) =>
        _loop.Findings.Count > 0
        && _loop.Findings.SequenceEqual(outcome.Findings.Take(_loop.Findings.Count))
        && (_loop.RunHash == outcome.RunHash || end != outcome.End);

    private RunOutcome WithDoubt(RunOutcome outcome, ulong seed, long index)
    {
        string text =
            $"schedule {index} of seed {seed} ran with hash {outcome.RunHash:x16} and then {_loop.RunHash:x16}";
        Finding doubt = outcome.Findings[0] with { Invariant = FindingKinds.NotDeterministic, Text = text };
        return outcome with { Findings = [.. outcome.Findings, doubt] };
    }

    /// <summary>The order in which the step of a finding comes before the one that it lacks; null when it lacks none,
    /// or when that cannot be.</summary>
    private static Recording? BadOrder(RunGraph graph, Epoch missing, long step)
    {
        int lacked = missing.Index == 0 ? -1 : graph.EventOf(missing);
        int lacking = graph.EventOf(step);
        return lacked < 0 || lacking <= lacked || LinearExtension.Past(graph, lacking)[lacked]
            ? null
            : LinearExtension.Earliest(graph, lacking);
    }

    private RunOutcome Reordered(IProgram program, Recording order, RunOutcome outcome, Trace trace)
    {
        Finding first = trace.Finding;
        ReplaySchedule schedule = new(order);
        TraceBuilder builder = new(schedule);
        RunEnd end = _loop.Run(program, builder, trace.Seed, options.StepsMax, builder);
        if (_loop.Findings.FirstOrDefault(finding => finding.Invariant == first.Invariant) is not { } shown)
        {
            return Told(outcome, trace, first with { Text = $"{first.Text}; {WhyNot(schedule)}" });
        }

        Trace reordered = builder.Build(
            options, trace.Strategy, trace.Seed, trace.ScheduleIndex, end, _loop.RunHash, shown);
        return Replay.Run(program, reordered) is Reproduced
            ? Told(outcome, reordered, shown with { MissingEdge = shown.MissingEdge ?? first.MissingEdge })
            : Told(outcome, trace, first with { Text = $"{first.Text}; the bad order showed once and not again" });
    }

    /// <summary>Why the bad order could not be shown: the finding stands, and the trace is that of the run in which the
    /// right order was luck.</summary>
    private string WhyNot(ReplaySchedule schedule) => schedule.Divergence is { } divergence
        ? $"the bad order could not be run: pick {divergence.Pick} did not come"
        : _loop.Findings.Count > 0
            ? $"the bad order shows {_loop.Findings[0].Invariant} instead"
            : "the bad order, when run, shows nothing";

    private static RunOutcome Told(RunOutcome outcome, Trace trace, Finding first) =>
        outcome with { Findings = [first, .. outcome.Findings.Skip(1)], Trace = trace };
}
