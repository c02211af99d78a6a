namespace PhyrActors.Exploration;

/// <summary>The simplest run so far, and the trials that may find a simpler one.</summary>
internal sealed class ShrinkBench
{
    // A run that has to go on to its end may become longer before it becomes shorter.
    private const int StretchMax = 4;
    private const int StretchSteps = 1000;

    private readonly ShrinkOptions _options;
    private readonly Trial _trial;
    private readonly List<StageStatistics> _stages;
    private readonly RunMeasure _original;
    private long _runsBefore;

    /// <summary>Begins with a trace, which is run once as it is.</summary>
    /// <exception cref="ViolationLostException">It does not show its violation any more.</exception>
    public ShrinkBench(IProgram program, Trace trace, ShrinkOptions options)
    {
        (Program, Best, _options) = (program, trace, options);
        Symptom = new Symptom(trace.Finding);
        _trial = new Trial(Symptom, trace.Seed, trace.PeriodicMax);
        _stages = [];
        if (!_trial.Run(program, ShrinkPlan.Of(trace), EndRule, StepsMax))
        {
            throw new ViolationLostException($"the trace does not show {trace.Finding.Invariant} any more");
        }

        (_original, Measure) = (_trial.Measure, _trial.Measure);
        (Best, Graph) = _trial.WriteDown(program, trace);
    }

    /// <summary>Goes on where another one was interrupted.</summary>
    public ShrinkBench(IProgram program, ShrinkState state, ShrinkOptions options)
        : this(program, state.Best, options)
    {
        (_original, Stage, Block, _runsBefore) = (state.Original, state.Stage, state.Block, state.Runs);
        _stages = [.. state.Stages];
    }

    public IProgram Program { get; private set; }

    public Symptom Symptom { get; }

    public Trace Best { get; private set; }

    public RunMeasure Measure { get; private set; }

    /// <summary>The deliveries of the best run and what comes directly before each.</summary>
    public RunGraph Graph { get; private set; }

    public ShrinkStage Stage { get; private set; }

    /// <summary>How many deliveries are left out at a time; 0: the stage has just begun.</summary>
    public int Block { get; set; }

    public long Runs => _runsBefore + _trial.Runs;

    /// <summary>Time is up, or the runs are spent.</summary>
    public bool IsOver => _options.Stop.Raised || Runs >= _options.RunsMax;

    /// <summary>A violation that shows at rest needs a run that comes to rest.</summary>
    public TrialRule EndRule => new(RunsOn: Best.End is RunEnd.Quiescent or RunEnd.StepLimit);

    public ShrinkPlan Plan => ShrinkPlan.Of(Best);

    /// <summary>The delivery of the best run that shows the violation; at rest, the last one.</summary>
    public int Last => Graph.Count - 1;

    public Epoch Missing { get; private set; }

    public ShrinkState State => new(_original, Best, Measure, Stage, Block, Runs, [.. _stages]);

    private long StepsMax => Best.End == RunEnd.StepLimit
        ? Best.Steps.Count
        : ((long)Best.Steps.Count * StretchMax) + StretchSteps;

    public void Begin(ShrinkStage stage)
    {
        (Stage, Block) = (stage, 0);
        _options.Progress?.Invoke(State);
    }

    /// <summary>Runs a plan, and keeps the run when it shows the violation and is better.</summary>
    public bool Try(ShrinkPlan plan, TrialRule rule, Func<RunMeasure, RunMeasure, bool> isBetter)
    {
        RunMeasure before = Measure;
        long runs = Runs;
        bool isKept = _trial.Run(Program, plan, rule, StepsMax) && isBetter(_trial.Measure, Measure);
        if (isKept)
        {
            Keep(Program, Best);
        }

        Count(before, Runs - runs, isKept ? 1 : 0);
        return isKept;
    }

    /// <summary>The same, for a run that is smaller.</summary>
    public bool TrySmaller(ShrinkPlan plan, TrialRule rule) =>
        Try(plan, rule, static (run, best) => run.IsSmallerThan(best));

    /// <summary>Goes over to a run of another program.</summary>
    /// <param name="other">A bench that holds it; its runs are added to these.</param>
    /// <param name="isKept">Whether it is simpler; else only its runs count.</param>
    public void Take(ShrinkBench other, bool isKept)
    {
        RunMeasure before = Measure;
        _runsBefore += other.Runs;
        if (isKept)
        {
            (Program, Best, Measure, Graph, Missing) =
                (other.Program, other.Best, other.Measure, other.Graph, other.Missing);
        }

        Count(before, other.Runs, isKept ? 1 : 0);
        _options.Progress?.Invoke(State);
    }

    /// <summary>Runs outside this bench that were made for it.</summary>
    public void Spend(long runs)
    {
        _runsBefore += runs;
        Count(Measure, runs, 0);
    }

    private void Keep(IProgram program, Trace like)
    {
        (Measure, Missing) = (_trial.Measure, _trial.Missing);
        (Best, Graph) = _trial.WriteDown(program, like);
        _options.Progress?.Invoke(State);
    }

    private void Count(RunMeasure before, long runs, int successes)
    {
        int index = _stages.FindIndex(stage => stage.Stage == Stage);
        if (index < 0)
        {
            index = _stages.Count;
            _stages.Add(new StageStatistics(Stage, 0, 0, before, before));
        }

        StageStatistics old = _stages[index];
        _stages[index] = old with
        {
            Runs = old.Runs + runs,
            Successes = old.Successes + successes,
            After = Measure,
        };
    }
}
