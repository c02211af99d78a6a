namespace PhyrActors.Exploration;

/// <summary>Runs changed schedules of a program and sees whether they still show the violation. For one
/// thread.</summary>
internal sealed class Trial(Symptom symptom, ulong seed, int periodicMax) : IStepWatch
{
    private readonly RunLoop _loop = new(periodicMax, NeverStop.Instance);
    private readonly Recording _recording = new();
    private int _actor;
    private int _switches;

    /// <summary>Runs so far, those for writing down too.</summary>
    public long Runs { get; private set; }

    /// <summary>Who sees each run too, or null.</summary>
    public IStepWatch? Watch { get; set; }

    /// <summary>Why the latest run ended.</summary>
    public RunEnd End { get; private set; }

    /// <summary>How simple the latest run was.</summary>
    public RunMeasure Measure { get; private set; }

    /// <summary>The finding of the latest run that is the violation; null: it did not show.</summary>
    public Finding? Shown { get; private set; }

    /// <summary>All that the latest run found.</summary>
    public IReadOnlyList<Finding> Findings => _loop.Findings;

    /// <summary>The step that the latest run's finding lacks; default when it lacks none.</summary>
    public Epoch Missing => _loop.Missing;

    public bool Run(IProgram program, ShrinkPlan plan, TrialRule rule, long stepsMax) =>
        Run(program, new TrialSchedule(plan, rule), stepsMax) is not null;

    /// <summary>The latest run as a trace, with its deliveries and their causes.</summary>
    /// <param name="program">What was run.</param>
    /// <param name="like">Whose seed, origin and kind of end the trace shares.</param>
    /// <param name="isClosed">Whether the graph tells the whole past of each delivery.</param>
    public (Trace Trace, RunGraph Graph) WriteDown(IProgram program, Trace like, bool isClosed = false)
    {
        RunGraph graph = new(new Dependence(program.Commuting), isClosed);
        TraceBuilder builder = new(new ReplaySchedule(_recording));
        _loop.Graph = graph;
        long stepsMax = like.End == RunEnd.StepLimit ? like.Steps.Count : long.MaxValue;
        RunEnd end = _loop.Run(program, builder, seed, stepsMax, builder);
        _loop.Graph = null;
        Runs++;
        Finding finding = symptom.In(_loop.Findings)
            ?? throw new EngineException("a run that showed the violation does not show it when written down");
        ExploreOptions options = new() { PeriodicMax = periodicMax, Provenance = like.Provenance };
        Trace trace = builder.Build(
            options, like.Strategy, seed, like.ScheduleIndex, end, _loop.RunHash, finding);
        return (trace, graph);
    }

    /// <returns>The violation as this run shows it, or null.</returns>
    public Finding? Run(IProgram program, ISchedule schedule, long stepsMax)
    {
        _recording.Clear();
        (_actor, _switches) = (-1, -1);
        End = _loop.Run(program, new RecordingSchedule(schedule, _recording), seed, stepsMax, this);
        Runs++;
        Shown = symptom.In(_loop.Findings);
        (int faults, long sum) = (0, 0);
        foreach (TraceChoice choice in _recording.Choices)
        {
            faults += choice.Chosen == 0 ? 0 : 1;
            sum += choice.Chosen;
        }

        Measure = new RunMeasure(_loop.Deliveries, faults, sum, Math.Max(0, _switches), _loop.Missing.Index > 0);
        return Shown;
    }

    public void OnStep(in StepView step, ulong hash)
    {
        if (step.Kind != StepKind.Creation)
        {
            _switches += step.Serial == _actor ? 0 : 1;
            _actor = step.Serial;
        }

        Watch?.OnStep(step, hash);
    }

    public void OnPublished(object @event) => Watch?.OnPublished(@event);
}
