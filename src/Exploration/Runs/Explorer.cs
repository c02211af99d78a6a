namespace PhyrActors.Exploration;

/// <summary>Runs one schedule of a program at a time; keeps its buffers between runs. For one thread.</summary>
public sealed class Explorer(ExploreOptions options, IStopFlag? stop = null)
{
    private const ulong TwiceSalt = 0x7477696365;

    private readonly RunLoop _loop = new(options.PeriodicMax, stop ?? NeverStop.Instance);
    private readonly Rerun _rerun = new(options);
    private readonly CommutingCheck _commuting = new(options);
    private readonly Recording _recording = new();
    private readonly OrderWatch _orders = new();

    /// <summary>Runs schedule number <paramref name="index"/> of the strategy.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="strategy">Who decides.</param>
    /// <param name="seed">With the index, all that the strategy may go by.</param>
    /// <param name="index">From 0.</param>
    /// <param name="traced">Whether a finding comes with its trace, which costs a second run.</param>
    public RunOutcome RunOne(IProgram program, IStrategy strategy, ulong seed, long index, bool traced = true)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(strategy);
        _recording.Clear();
        ISchedule decides = strategy.Begin(seed, index);
        ISchedule phased = QuietSchedule.Around(decides, program);
        RunWatch watch = new(_orders, phased as IStepWatch);
        _orders.Begin();
        RunEnd end = _loop.Run(program, new RecordingSchedule(phased, _recording), seed, options.StepsMax, watch);
        if (CommutingCheck.IsSampled(program, index))
        {
            _commuting.Check(program, _recording, seed);
        }

        RunOutcome outcome = new(
            _loop.ClassHash,
            _loop.RunHash,
            _loop.Deliveries,
            end,
            [.. _loop.Findings],
            _loop.Windows,
            null,
            (decides as INoting)?.Note);
        if (outcome.Findings.Count > 0 && traced)
        {
            return _rerun.Trace(program, _recording, outcome, strategy.NameOf(seed, index), seed, index);
        }

        return end != RunEnd.Stopped && IsRunTwice(seed, index)
            ? Twice(outcome, program, strategy, seed, index)
            : outcome;
    }

    /// <summary>What the runs since the last time showed of orders.</summary>
    public OrderNotes TakeOrders() => _orders.Take();

    private bool IsRunTwice(ulong seed, long index) => options.TwiceEvery > 0
        && SplitMix64.Mix(SplitMix64.Mix(seed, TwiceSalt), unchecked((ulong)index)) % (ulong)options.TwiceEvery == 0;

    /// <summary>Runs the same schedule again, from its seed: the strategy too must decide the same.</summary>
    private RunOutcome Twice(RunOutcome outcome, IProgram program, IStrategy strategy, ulong seed, long index)
    {
        ISchedule decides = QuietSchedule.Around(strategy.Begin(seed, index), program);
        RunEnd end = _loop.Run(program, decides, seed, options.StepsMax, decides as IStepWatch);
        bool isStopped = end == RunEnd.Stopped && _loop.Findings.Count == 0;
        if (isStopped || (_loop.RunHash == outcome.RunHash && _loop.ClassHash == outcome.ClassHash))
        {
            return outcome;
        }

        Finding doubt = new(
            FindingKinds.NotDeterministic, TwoHashes(outcome, seed, index), 0, string.Empty, string.Empty, null);
        return outcome with { Findings = [.. outcome.Findings, doubt] };
    }

    private string TwoHashes(RunOutcome outcome, ulong seed, long index) =>
        $"schedule {index} of seed {seed} ran with hash {outcome.RunHash:x16} and then {_loop.RunHash:x16}";

    /// <summary>Shows each step of a first run to the statistics and to the schedule that asks for it.</summary>
    private sealed class RunWatch(OrderWatch orders, IStepWatch? schedule) : IStepWatch
    {
        public void OnStep(in StepView step, ulong hash)
        {
            orders.OnStep(step);
            schedule?.OnStep(step, hash);
        }
    }
}
