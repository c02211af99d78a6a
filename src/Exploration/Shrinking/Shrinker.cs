namespace PhyrActors.Exploration;

/// <summary>Makes the trace of a violation as short and plain as it can be: each candidate is run, and counts only when
/// it shows the same violation.</summary>
/// <remarks>Source: Scott et al., "Minimizing faulty executions of distributed systems", NSDI 2016, with identities of
/// messages in the place of fingerprints.</remarks>
public static class Shrinker
{
    /// <param name="program">The program that the trace's text describes.</param>
    /// <param name="trace">What to shorten.</param>
    /// <param name="options">How much to spend.</param>
    /// <exception cref="ViolationLostException">The trace does not show its violation any more.</exception>
    public static ShrinkState Run(IProgram program, Trace trace, ShrinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(options);
        return Run(new ShrinkBench(program, trace, options), options);
    }

    /// <summary>Goes on where it was interrupted.</summary>
    /// <param name="program">The program that the text of the state's trace describes.</param>
    /// <param name="state">What there was then.</param>
    /// <param name="options">How much to spend, the runs before included.</param>
    /// <exception cref="ViolationLostException">The state's trace does not show its violation any more.</exception>
    public static ShrinkState Resume(IProgram program, ShrinkState state, ShrinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);
        return state.IsMinimal ? state : Run(new ShrinkBench(program, state, options), options);
    }

    private static ShrinkState Run(ShrinkBench bench, ShrinkOptions options)
    {
        while (bench.Stage != ShrinkStage.Done && !bench.IsOver)
        {
            long deliveries = bench.Measure.Deliveries;
            RunStage(bench, options);
            if (bench.IsOver)
            {
                break;
            }

            // Another order or program may let go what the first one could not.
            bool again = bench.Stage is ShrinkStage.Wildcards or ShrinkStage.Payload or ShrinkStage.Schedule
                && bench.Measure.Deliveries < deliveries;
            bench.Begin(again ? ShrinkStage.Faults : bench.Stage + 1);
        }

        return bench.State;
    }

    private static void RunStage(ShrinkBench bench, ShrinkOptions options)
    {
        switch (bench.Stage)
        {
            case ShrinkStage.Cut:
                bench.TrySmaller(bench.Plan, bench.EndRule);
                break;
            case ShrinkStage.Slice:
                CausalSlice.Run(bench);
                break;
            case ShrinkStage.Faults:
                PlainChoices.Run(bench);
                break;
            case ShrinkStage.Deliveries:
                FewerDeliveries.Run(bench);
                break;
            case ShrinkStage.Wildcards:
                Wildcards.Run(bench);
                break;
            case ShrinkStage.Configuration:
                SmallerPrograms.Run(bench, options, isThorough: false);
                break;
            case ShrinkStage.Payload:
                SmallerPrograms.Run(bench, options, isThorough: true);
                break;
            default:
                FewerSwitches.Run(bench);
                bench.Block = 1;
                FewerDeliveries.Run(bench);
                break;
        }
    }
}
