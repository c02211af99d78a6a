namespace PhyrActors.Exploration;

/// <summary>What might have happened from a step of a trace on: other continuations, drawn from a seed.</summary>
public static class WhatIf
{
    /// <param name="program">The program that the trace's text describes.</param>
    /// <param name="trace">The run.</param>
    /// <param name="step">The last step that is as recorded, from 1; 0 branches at the start.</param>
    /// <param name="strategy">Who decides from there on.</param>
    /// <param name="options">Its seed draws the continuations, as many as its schedules; its limit of steps holds for
    /// each whole run.</param>
    /// <param name="stop">Raised when there is no more time; what there is by then is the result.</param>
    /// <exception cref="ViolationLostException">The trace cannot be followed up to that step.</exception>
    public static BranchShares Run(
        IProgram program, Trace trace, int step, IStrategy strategy, ExploreOptions options, IStopFlag stop)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stop);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, trace.Steps.Count);
        Recording recording = trace.ToRecording();
        int deliveries = trace.Steps.Take(step).Count(static one => one.Kind != StepKind.Creation);
        RunLoop loop = new(trace.PeriodicMax, NeverStop.Instance);
        BranchTally tally = new(new Symptom(trace.Finding));
        for (long index = 0; index < options.Schedules && !stop.Raised; index++)
        {
            ISchedule then = strategy.Begin(options.Seed, index);
            PrefixSchedule schedule = new(recording, deliveries, then);
            loop.Run(program, schedule, trace.Seed, options.StepsMax, then as IStepWatch);
            if (schedule.Divergence is { } divergence)
            {
                throw new ViolationLostException($"delivery {divergence.Pick} of the trace does not come any more");
            }

            tally.Add(schedule.Next, loop.Findings);
        }

        return tally.Shares();
    }
}
