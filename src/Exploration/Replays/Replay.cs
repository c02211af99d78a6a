namespace PhyrActors.Exploration;

/// <summary>Runs a trace again.</summary>
public static class Replay
{
    /// <summary>Runs a trace again that this process has found.</summary>
    /// <exception cref="ArgumentException">The trace comes from a file: say of which program it is.</exception>
    public static ReplayResult Run(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.Program is { } program
            ? Run(program, trace)
            : throw new ArgumentException("The trace was read from a file: give its program too.", nameof(trace));
    }

    /// <param name="program">The program that the trace's text describes, built anew.</param>
    /// <param name="trace">What to run.</param>
    public static ReplayResult Run(IProgram program, Trace trace)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(trace);
        return Run(program, trace, new RunLoop(trace.PeriodicMax, NeverStop.Instance), null);
    }

    /// <param name="program">The program that the trace's text describes, built anew.</param>
    /// <param name="trace">What to run.</param>
    /// <param name="loop">Runs it, and knows afterwards what it saw.</param>
    /// <param name="watch">Sees each step too, or null.</param>
    internal static ReplayResult Run(IProgram program, Trace trace, RunLoop loop, IStepWatch? watch)
    {
        ReplaySchedule schedule = new(trace.ToRecording());
        TraceCheck check = new(trace, watch);

        // A limit makes the run look at its latest steps, as the recorded one did; what ends it is the recording.
        long stepsMax = trace.End == RunEnd.StepLimit ? trace.Steps.Count : long.MaxValue;
        RunEnd end = loop.Run(program, schedule, trace.Seed, stepsMax, check);
        bool complete = schedule.IsComplete(end);
        if (check.Diverged is { } diverged)
        {
            return diverged;
        }

        if (!complete)
        {
            return Describe(trace, schedule.Divergence!);
        }

        if (schedule.RanPastEnd && trace.End == RunEnd.StepLimit)
        {
            loop.FindNoProgress();
        }
        else if (schedule.RanPastEnd && trace.End == RunEnd.Quiescent)
        {
            return new Diverged(trace.Steps.Count + 1, "the end of the run", ["a further message"]);
        }

        return Judge(trace, loop);
    }

    /// <summary>Runs a trace again as far as it goes: what does not come is passed over, what is new comes in the end,
    /// or where something recorded waits behind it.</summary>
    /// <param name="program">The program as it is now.</param>
    /// <param name="trace">What to follow.</param>
    /// <param name="stepsMax">The longest run, in steps.</param>
    public static Continued Continue(IProgram program, Trace trace, long stepsMax)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(trace);
        FollowingSchedule schedule = new(trace);
        RunLoop loop = new(trace.PeriodicMax, NeverStop.Instance);
        RunEnd end = loop.Run(program, schedule, trace.Seed, stepsMax, schedule);
        Finding? finding = loop.Findings.FirstOrDefault(found => found.Invariant == trace.Finding.Invariant)
            ?? (loop.Findings.Count > 0 ? loop.Findings[0] : null);
        return new Continued(
            finding, finding?.Invariant == trace.Finding.Invariant, schedule.Followed, schedule.End(end));
    }

    private static ReplayResult Judge(Trace trace, RunLoop loop)
    {
        if (loop.Findings.Count == 0)
        {
            return new NoFinding();
        }

        return loop.Findings.Contains(trace.Finding)
            ? new Reproduced(trace.Finding)
            : new OtherFinding(trace.Finding, loop.Findings[0]);
    }

    private static Diverged Describe(Trace trace, Divergence divergence)
    {
        int step = StepOfPick(trace, divergence.Pick);
        string message = step == 0 ? "the start" : trace.Steps[step - 1].ToString();
        string expected = divergence.ExpectedChoice is { } choice ? $"{choice} in {message}" : message;
        return new Diverged(step, expected, divergence.Instead);
    }

    private static int StepOfPick(Trace trace, int pick)
    {
        int step = 0;
        while (pick > 0)
        {
            pick -= trace.Steps[step++].Kind == StepKind.Creation ? 0 : 1;
        }

        return step;
    }

    /// <summary>Compares each step, with the hash of all until then, as it comes.</summary>
    private sealed class TraceCheck(Trace trace, IStepWatch? watch) : IStepWatch
    {
        private readonly IEnumerator<ulong> _hashes = trace.RollingHash().GetEnumerator();
        private int _steps;

        public Diverged? Diverged { get; private set; }

        public void OnPublished(object @event) => watch?.OnPublished(@event);

        public void OnStep(in StepView step, ulong hash)
        {
            watch?.OnStep(step, hash);
            int index = _steps++;
            if (Diverged is not null)
            {
                return;
            }

            if (index >= trace.Steps.Count)
            {
                Diverged = new Diverged(_steps, "the end of the trace", [StepText.Of(step)]);
            }
            else if (trace.Steps[index].Id != step.Id)
            {
                Diverged = new Diverged(_steps, trace.Steps[index].ToString(), [StepText.Of(step)]);
            }
            else if (_hashes.MoveNext() && _hashes.Current != hash)
            {
                Diverged = new Diverged(_steps, $"hash {_hashes.Current:x16}", [$"hash {hash:x16}"]);
            }
        }
    }
}
