namespace PhyrActors.Exploration;

/// <summary>Finds the step that a violation's step races with: nothing orders the two, and only with that one first is
/// there a violation.</summary>
/// <remarks>The violation's step is run behind its own past and the first few of the steps that are unordered with it;
/// how many it takes is found by halving. Each half is a run. Where an explanation names a missing order, it is this
/// one (<see cref="Explainer"/>). <see cref="FlipFinder"/> is about other pairs: two messages at one actor, which
/// are ordered in every run, in either order.</remarks>
internal sealed class RacingStep(IProgram program, Trace trace, RunGraph graph)
{
    // Some fifteen runs of a trace: of a longer one nobody would wait for them.
    private const int EventsMax = 20_000;

    private readonly RunLoop _loop = new(trace.PeriodicMax, NeverStop.Instance);

    /// <returns>The step, from 1; null when the violation needs none, or when the trace is too long to ask.</returns>
    public int? Of(Finding finding)
    {
        if (finding.Actor.Length == 0 || finding.Step <= 0 || graph.Count > EventsMax)
        {
            return null;
        }

        int violating = graph.EventOf(finding.Step);
        if (violating < 0)
        {
            return null;
        }

        bool[] past = LinearExtension.Past(graph, violating);
        int[] own = [.. Enumerable.Range(0, violating).Where(index => past[index])];
        int[] beside = [.. Enumerable.Range(0, violating).Where(index => !past[index])];
        if (beside.Length == 0 || Shows(0))
        {
            return null;
        }

        (int without, int with) = (0, beside.Length);
        while (with - without > 1)
        {
            int middle = without + ((with - without) / 2);
            (without, with) = Shows(middle) ? (without, middle) : (middle, with);
        }

        return graph[beside[with - 1]].Step + 1;

        bool Shows(int count)
        {
            ReplaySchedule schedule = new(LinearExtension.Of(graph, [.. own, .. beside[..count], violating]));
            _loop.Run(program, schedule, trace.Seed, long.MaxValue, null);
            return schedule.Divergence is null
                && _loop.Findings.Any(found => found.Invariant == finding.Invariant && found.Actor == finding.Actor);
        }
    }
}
