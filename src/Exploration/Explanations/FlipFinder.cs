namespace PhyrActors.Exploration;

/// <summary>Searches, from the last race of a run backwards, for one whose other outcome makes the run pass.</summary>
internal sealed class FlipFinder(IProgram program, Trace trace, RunGraph graph)
{
    // Enough for a trace that was shrunk; a longer one is told so.
    private const int TriesMax = 2000;
    private const int StepsPerStep = 8;
    private const int StepsMin = 20_000;

    private readonly Trial _trial = new(new Symptom(trace.Finding), trace.Seed, trace.PeriodicMax);
    private readonly ShrinkPlan _plan = ShrinkPlan.Of(trace);

    /// <summary>Races that were turned around.</summary>
    public int Tried { get; private set; }

    /// <summary>The run that passes, once one was found.</summary>
    public IReadOnlyList<StepAccount> Passing { get; private set; } = [];

    /// <returns>The events of the race, the one that comes first in the bad run before the other; null when no single
    /// race decides.</returns>
    public (int Earlier, int Later, bool IsToRest)? Find()
    {
        List<(int Earlier, int Later)> races = Races();
        foreach (bool toRest in (bool[])[true, false])
        {
            foreach ((int earlier, int later) in races)
            {
                if (Tried < TriesMax && Passes(earlier, later, toRest))
                {
                    return (earlier, later, toRest);
                }
            }
        }

        return null;
    }

    private List<(int Earlier, int Later)> Races()
    {
        RaceFinder finder = new(graph);
        List<(int Earlier, int Later)> races = [];
        for (int later = graph.Count - 1; later > 0; later--)
        {
            foreach (int earlier in finder.RacesWith(later))
            {
                races.Add((earlier, later));
            }
        }

        return races;
    }

    /// <summary>The later delivery, with what it waits for, goes in front of the earlier one; all else keeps its
    /// order, and what does not come any more is passed over.</summary>
    private bool Passes(int earlier, int later, bool toRest)
    {
        List<TraceStep> steps = [.. _plan.Steps.Take(earlier)];
        List<TraceStep> behind = [];
        for (int index = earlier; index < later; index++)
        {
            bool waits = index == earlier || graph.Precedes(earlier, index);
            (waits ? behind : steps).Add(_plan.Steps[index]);
        }

        steps.Add(_plan.Steps[later]);
        steps.AddRange(behind);
        steps.AddRange(_plan.Steps.Skip(later + 1));
        AccountWatch watch = new();
        _trial.Watch = watch;
        Tried++;
        long stepsMax = Math.Max(StepsMin, (long)trace.Steps.Count * StepsPerStep);
        _trial.Run(program, _plan with { Steps = steps }, new TrialRule(RunsOn: toRest), stepsMax);
        if (_trial.Findings.Count > 0 || !IsTurned(watch.Accounts, earlier, later))
        {
            return false;
        }

        Passing = watch.Accounts;
        return true;
    }

    private bool IsTurned(IReadOnlyList<StepAccount> run, int earlier, int later)
    {
        ulong first = graph[later].Delivery.Id;
        foreach (StepAccount step in run)
        {
            if (step.Id == first || step.Id == graph[earlier].Delivery.Id)
            {
                return step.Id == first;
            }
        }

        return false;
    }
}
