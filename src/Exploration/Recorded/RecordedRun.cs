namespace PhyrActors.Exploration;

/// <summary>A trace that was run again, with all that a reader of the run can be shown.</summary>
/// <param name="Trace">What was run.</param>
/// <param name="Result">What became of it; a run that left its trace is recorded as far as it went.</param>
/// <param name="Actors">In the order of their first step.</param>
/// <param name="Steps">Step n of the run is entry n - 1.</param>
/// <param name="Finding">What the run found first, or null.</param>
/// <param name="RacingStep">The step that the finding's step races with, from 1: nothing orders them, and the violation
/// needs this order; null when it races with none, or when that would take too long to find out.</param>
public sealed record RecordedRun(
    Trace Trace,
    ReplayResult Result,
    IReadOnlyList<RecordedActor> Actors,
    IReadOnlyList<RecordedStep> Steps,
    Finding? Finding,
    int? RacingStep)
{
    /// <summary>Runs a trace again and writes down what happens.</summary>
    /// <param name="program">The program that the trace's text describes, built anew.</param>
    /// <param name="trace">What to run.</param>
    public static RecordedRun Of(IProgram program, Trace trace)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(trace);
        RunLoop loop = new(trace.PeriodicMax, NeverStop.Instance)
        {
            Graph = new RunGraph(new Dependence(program.Commuting), isClosed: false),
        };
        RunRecorder recorder = new(loop);
        ReplayResult result = Replay.Run(program, trace, loop, recorder);
        return recorder.End(program, trace, result);
    }

    /// <summary>The steps that happen before a step: true at n - 1 for step n.</summary>
    /// <param name="step">From 1; not itself in its past.</param>
    public bool[] PastOf(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, Steps.Count);
        bool[] past = new bool[Steps.Count];
        past[step - 1] = true;
        for (int index = step - 1; index >= 0; index--)
        {
            foreach (int before in past[index] ? Steps[index].Before : [])
            {
                past[before - 1] = true;
            }
        }

        past[step - 1] = false;
        return past;
    }

    /// <summary>The vector clock of a step: for each actor how many of its steps happen before this one or are
    /// it.</summary>
    public IReadOnlyList<int> ClockOf(int step)
    {
        int[] clock = new int[Actors.Count];
        foreach ((int index, bool isBefore) in PastOf(step).Index())
        {
            clock[Steps[index].Actor] += isBefore || index == step - 1 ? 1 : 0;
        }

        return clock;
    }
}

/// <summary>An actor of a recorded run.</summary>
/// <param name="Path">Its path, such as <c>/user/GupPinner</c>; a later actor of the same name has the same.</param>
/// <param name="ClassName">Its class.</param>
public sealed record RecordedActor(string Path, string ClassName);

/// <summary>One step of a recorded run.</summary>
/// <param name="Actor">Who took the message: an index into the run's actors.</param>
/// <param name="Kind">What was delivered.</param>
/// <param name="MessageClass">The message's class.</param>
/// <param name="Text">The message in its own words.</param>
/// <param name="Cause">The step whose handler sent it, from 1; 0: the world outside.</param>
/// <param name="Before">The steps that come directly before it: its cause, what its actor did before, and whom it met
/// in shared state; from 1, ascending.</param>
/// <param name="TimeNanoseconds">Virtual time at the actor.</param>
/// <param name="Choices">What was chosen in it.</param>
/// <param name="Events">What it published, in words.</param>
/// <param name="Changes">What the actor's state has otherwise after it; a fact that is gone has an empty value.</param>
public sealed record RecordedStep(
    int Actor,
    StepKind Kind,
    string MessageClass,
    string Text,
    int Cause,
    IReadOnlyList<int> Before,
    long TimeNanoseconds,
    IReadOnlyList<TraceChoice> Choices,
    IReadOnlyList<string> Events,
    IReadOnlyList<StateFact> Changes);
