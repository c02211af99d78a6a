using System.Diagnostics;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Shrinks one trace on a thread of its own, keeps what there is after each success, and measures each
/// stage.</summary>
/// <param name="input">What to shorten.</param>
/// <param name="from">Where to go on; null to begin.</param>
/// <param name="keep">Gets each simpler trace as it is found.</param>
internal sealed class ShrinkRun(TracedProgram input, ShrinkState? from, Action<ShrinkState> keep)
{
    private readonly Dictionary<ShrinkStage, double> _seconds = [];
    private ShrinkStage _stage;
    private long _since;
    private volatile ShrinkState? _latest;
    private RunMeasure _kept;

    /// <summary>How it stands; null before anything was found. Safe to read while it runs.</summary>
    public ShrinkState? Latest => _latest;

    /// <summary>Seconds spent in each stage.</summary>
    public IReadOnlyDictionary<ShrinkStage, double> Seconds => _seconds;

    /// <summary>Shrinks until nothing is left to try, or the budget is spent, or the caller has had enough.</summary>
    /// <param name="runsMax">Runs at most, those before included.</param>
    /// <param name="time">For how long; null for no limit.</param>
    /// <param name="cancellation">The caller has had enough.</param>
    /// <exception cref="InputException">The trace does not show its violation any more.</exception>
    public async Task<ShrinkState> RunAsync(long runsMax, TimeSpan? time, CancellationToken cancellation)
    {
        StopFlag stop = new();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(time ?? Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration stopping = limit.Token.Register(stop.Raise);
        ShrinkOptions options = new() { RunsMax = runsMax, Stop = stop, Progress = OnProgress };
        return await Task.Run(() => Run(options), CancellationToken.None);
    }

    private ShrinkState Run(ShrinkOptions options)
    {
        _since = Stopwatch.GetTimestamp();
        try
        {
            ShrinkState state = from is null
                ? Shrinker.Run(input.Program, input.Trace, options)
                : Shrinker.Resume(input.Program, from, options);
            Switch(ShrinkStage.Done);
            keep(state);
            return state;
        }
        catch (ViolationLostException cause)
        {
            throw new InputException($"{input.Path}: {cause.Message}", cause);
        }
    }

    private void OnProgress(ShrinkState state)
    {
        Switch(state.Stage);
        _latest = state;
        if (state.Measure != _kept)
        {
            _kept = state.Measure;
            keep(state);
        }
    }

    private void Switch(ShrinkStage stage)
    {
        long now = Stopwatch.GetTimestamp();
        _seconds[_stage] = _seconds.GetValueOrDefault(_stage) + Stopwatch.GetElapsedTime(_since, now).TotalSeconds;
        (_stage, _since) = (stage, now);
    }
}
