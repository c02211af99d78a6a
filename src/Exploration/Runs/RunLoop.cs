namespace PhyrActors.Exploration;

/// <summary>Sees each step of a run with the rolling hash up to and including it.</summary>
internal interface IStepWatch
{
    void OnStep(in StepView step, ulong hash);

    /// <summary>The running step published an event.</summary>
    void OnPublished(object @event)
    {
    }
}

/// <summary>Runs a program once under a schedule, with monitors and class hash; reused for run after run.</summary>
internal sealed class RunLoop : IStepObserver, ISchedule
{
    // A power of two.
    private const int StepsPerPoll = 1024;

    private readonly int _periodicMax;
    private readonly IStopFlag _stop;
    private readonly MonitorSet _monitors;
    private readonly ClassHash _classes = new();
    private Dependence _dependence = new(null);
    private readonly ControlledPool _pool = new();
    private ISchedule _schedule = null!;
    private IStepWatch? _watch;
    private ControlledSystem? _system;
    private MessageCycle? _cycle;
    private readonly Thermometer _thermometer = new();
    private readonly Lasso _lasso = new();
    private LivenessBounds? _liveness;
    private IProgramRun? _run;

    public RunLoop(int periodicMax, IStopFlag stop)
    {
        (_periodicMax, _stop) = (periodicMax, stop);
        _monitors = new MonitorSet { Touched = OnTouched };
    }

    /// <summary>Where to note the run's deliveries and their causes, or null.</summary>
    public RunGraph? Graph { get; set; }

    /// <summary>Whether a run goes on after a finding.</summary>
    public bool ToTheEnd { get; init; }

    public IReadOnlyList<Finding> Findings => _monitors.Findings;

    /// <summary>The step that the first finding misses before its own.</summary>
    public Epoch Missing => _monitors.Missing;

    public IReadOnlyList<Sometimes> Windows { get; private set; } = [];

    public ulong ClassHash => _classes.Value;

    public ulong RunHash { get; private set; }

    public long Deliveries { get; private set; }

    /// <summary>The running step's time at its actor.</summary>
    public long StepTimeNanoseconds => _system?.StepTimeNanoseconds ?? 0;

    public RunEnd Run(IProgram program, ISchedule schedule, ulong seed, long stepsMax, IStepWatch? watch)
    {
        _monitors.Clear();
        _dependence = Graph?.Dependence ?? DependenceOf(program);
        _classes.Clear(_dependence);
        (_schedule, _watch, _system, Deliveries) = (schedule, watch, null, 0);
        (_liveness, _run) = (program.Liveness, null);
        _lasso.Clear();
        _thermometer.Begin([], null);
        ControlledSettings settings = new()
        {
            Seed = seed,
            Schedule = this,
            PeriodicMax = _periodicMax,
            Observer = this,
            Commuting = program.Commuting,
            Pool = _pool,
        };
        using ControlledSystem system = new("explore", settings);
        _system = system;
        IProgramRun run = program.Start(system);
        Windows = run.Windows;
        _monitors.Attach(run.Monitors);
        _thermometer.Begin(run.Monitors, _liveness);
        _run = run;
        stepsMax = Math.Min(stepsMax, _liveness?.StepsMax ?? long.MaxValue);
        RunEnd end = _monitors.Findings.Count > 0 ? RunEnd.Stopped : system.Run(stepsMax);
        _cycle = end is RunEnd.StepLimit or RunEnd.ScheduleEnded ? system.FindCycle() : null;
        Conclude(end);
        RunHash = system.Hash;
        return end;
    }

    /// <summary>The run went on to its step limit.</summary>
    public void FindNoProgress()
    {
        string quiet = _liveness is { } liveness && _monitors.Steps >= liveness.StepsMax
            ? $", {liveness.QuietSteps} of them without faults"
            : string.Empty;
        string why = _cycle is null ? string.Empty : $": {_cycle}";
        _monitors.Report(FindingKinds.NoProgress, $"not at rest after {_monitors.Steps} steps{quiet}{why}");
        _monitors.Settle();
    }

    public void OnStep(in StepView step)
    {
        if (step.Kind != StepKind.Creation)
        {
            Deliveries++;
            if ((Deliveries & (StepsPerPoll - 1)) == 0 && _stop.Raised)
            {
                _system!.RequestStop();
            }
        }

        _monitors.OnStep(step);
        if (_thermometer.OnStep(_monitors.Steps, _monitors))
        {
            _monitors.Settle();
            EndOnFinding();
        }

        _classes.OnStep(step);
        Graph?.OnStep(step);
        _watch?.OnStep(step, _system!.Hash);
    }

    public void OnPublished(in StepView step, in Stamp stamp, object @event)
    {
        _monitors.OnPublished(step, stamp, @event);
        _watch?.OnPublished(@event);
        EndOnFinding();
    }

    public void OnFailure(in StepView step, Exception cause)
    {
        _monitors.OnFailure(step, cause);
        EndOnFinding();
    }

    public int Pick(IEnabledSteps enabled)
    {
        if (_run?.StateHash is not { } state)
        {
            return _schedule.Pick(enabled);
        }

        if (_lasso.Close(enabled, state, _monitors.Steps) is { } text)
        {
            _monitors.Report(FindingKinds.NoProgress, text);
            _monitors.Settle();
            return -1;
        }

        int picked = _schedule.Pick(enabled);
        if (picked >= 0)
        {
            _lasso.OnPick(enabled.Pending(picked).Channel);
        }

        return picked;
    }

    public long TimerRank(ulong id) => _schedule.TimerRank(id);

    public int Choose(string site, int count)
    {
        int chosen = _schedule.Choose(site, count);
        _classes.OnChoice(chosen);
        _lasso.OnChoice(chosen);
        Graph?.OnChoice(new TraceChoice(site, count, chosen));
        return chosen;
    }

    private void EndOnFinding()
    {
        if (_monitors.Findings.Count > 0 && !ToTheEnd)
        {
            _system!.RequestStop();
        }
    }

    private void OnTouched(Touch touch)
    {
        _classes.OnTouch(touch);
        Graph?.OnTouch(touch);
    }

    /// <summary>Kept from run to run of one program.</summary>
    private Dependence DependenceOf(IProgram program) =>
        ReferenceEquals(program.Commuting, _dependence.Commuting) ? _dependence : new Dependence(program.Commuting);

    private void Conclude(RunEnd end)
    {
        if (end == RunEnd.Quiescent && _monitors.Findings.Count == 0)
        {
            _thermometer.AtQuiescence(_monitors);
            _monitors.AtQuiescence();
        }
        else if (end == RunEnd.StepLimit)
        {
            FindNoProgress();
        }
    }
}
