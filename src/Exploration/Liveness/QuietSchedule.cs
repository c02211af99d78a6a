namespace PhyrActors.Exploration;

/// <summary>Lets another schedule decide the faulty phase of a run; from then on there are no faults and nothing waits
/// for ever.</summary>
internal sealed class QuietSchedule : ISchedule, IStepWatch
{
    private readonly ISchedule _inner;
    private readonly IStepWatch? _watch;
    private readonly long _faultySteps;
    private long _steps;

    private QuietSchedule(ISchedule inner, long faultySteps) =>
        (_inner, _watch, _faultySteps) = (inner, inner as IStepWatch, faultySteps);

    private bool IsQuiet => _steps >= _faultySteps;

    /// <summary>The schedule itself when the program has no such phases.</summary>
    public static ISchedule Around(ISchedule schedule, IProgram program) =>
        program.Liveness is { } liveness ? new QuietSchedule(schedule, liveness.FaultySteps) : schedule;

    public int Pick(IEnabledSteps enabled) => IsQuiet ? OldestFirst.Of(enabled) : _inner.Pick(enabled);

    public int Choose(string site, int count) => IsQuiet ? 0 : _inner.Choose(site, count);

    public void OnStep(in StepView step, ulong hash)
    {
        // Of the step that ends the phase the schedule has picked the message, and may see it.
        if (!IsQuiet)
        {
            _watch?.OnStep(step, hash);
        }

        _steps++;
    }
}
