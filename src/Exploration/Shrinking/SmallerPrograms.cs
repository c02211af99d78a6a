namespace PhyrActors.Exploration;

/// <summary>Goes over to smaller programs of the same kind as long as they show the violation in no longer a
/// run.</summary>
/// <remarks>In a smaller program identities are others: the run is followed by the classes of its messages, and where
/// that does not show the violation, some schedules are drawn.</remarks>
internal static class SmallerPrograms
{
    private const int SchedulesMax = 64;
    private const int QuickSchedulesMax = 8;

    /// <param name="bench">The run so far.</param>
    /// <param name="options">The budget.</param>
    /// <param name="isThorough">Whether a run of a smaller program is itself made as short as can be before the two are
    /// compared.</param>
    public static void Run(ShrinkBench bench, ShrinkOptions options, bool isThorough)
    {
        // Nothing is tried twice, so that two ways cannot undo each other for ever.
        HashSet<string> tried = new(StringComparer.Ordinal);
        while (bench.Program is IReducibleProgram program && !bench.IsOver
            && program.Smaller().FirstOrDefault(one => tried.Add(one.Name)) is { } smaller)
        {
            if (smaller.Make() is { } made)
            {
                TryIn(bench, made, options, isThorough);
            }
        }
    }

    private static void TryIn(ShrinkBench bench, IReducibleProgram smaller, ShrinkOptions options, bool isThorough)
    {
        int schedules = isThorough ? SchedulesMax : QuickSchedulesMax;
        if ((Followed(bench, smaller) ?? Drawn(bench, smaller, schedules)) is not { } trace)
        {
            return;
        }

        ShrinkBench inner = new(
            smaller, trace, options with { RunsMax = options.RunsMax - bench.Runs, Progress = null });
        CausalSlice.Run(inner);
        if (isThorough)
        {
            PlainChoices.Run(inner);
            FewerDeliveries.Run(inner);
        }

        bool isKept = inner.Measure.Deliveries <= bench.Measure.Deliveries
            && inner.Measure.Faults <= bench.Measure.Faults;
        bench.Take(inner, isKept);
    }

    private static Trace? Followed(ShrinkBench bench, IReducibleProgram smaller)
    {
        Trial trial = new(bench.Symptom, bench.Best.Seed, bench.Best.PeriodicMax);
        long stepsMax = bench.Best.End == RunEnd.StepLimit ? bench.Best.Steps.Count : bench.Best.Steps.Count * 2L;
        bool runsOn = bench.EndRule.RunsOn;
        Trace? trace = null;
        foreach (TrialRule rule in (TrialRule[])
            [new(runsOn, IsLoose: true), new(runsOn, IsLoose: true, TakesNew: true)])
        {
            if (trace is null && trial.Run(smaller, bench.Plan, rule, stepsMax))
            {
                trace = trial.WriteDown(smaller, bench.Best with { Provenance = smaller.Provenance }).Trace;
            }
        }

        bench.Spend(trial.Runs);
        return trace;
    }

    private static Trace? Drawn(ShrinkBench bench, IReducibleProgram smaller, int schedules)
    {
        if (bench.Best.End == RunEnd.StepLimit)
        {
            return null;
        }

        Trial trial = new(bench.Symptom, bench.Best.Seed, bench.Best.PeriodicMax);
        SwarmStrategy strategy = new(new PosStrategy());
        long stepsMax = (bench.Best.Steps.Count * 4L) + 10_000;
        Trace? trace = null;
        for (int index = 0; index < schedules && trace is null && !bench.IsOver; index++)
        {
            if (trial.Run(smaller, strategy.Begin(bench.Best.Seed, index), stepsMax) is not null)
            {
                Trace like = bench.Best with
                {
                    Provenance = smaller.Provenance,
                    Strategy = strategy.Name,
                    ScheduleIndex = index,
                };
                trace = trial.WriteDown(smaller, like).Trace;
            }
        }

        bench.Spend(trial.Runs);
        return trace;
    }
}
