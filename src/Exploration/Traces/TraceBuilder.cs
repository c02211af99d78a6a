namespace PhyrActors.Exploration;

/// <summary>Watches a run and writes down its steps and choices.</summary>
internal sealed class TraceBuilder(ISchedule inner) : ISchedule, IStepWatch
{
    private readonly List<TraceStep> _steps = [];
    private readonly List<TraceChoice> _choices = [];
    private IReadOnlyList<TraceChoice> _startChoices = [];

    public int Pick(IEnabledSteps enabled) => inner.Pick(enabled);

    public long TimerRank(ulong id) => inner.TimerRank(id);

    public int Choose(string site, int count)
    {
        int chosen = inner.Choose(site, count);
        _choices.Add(new TraceChoice(site, count, chosen));
        return chosen;
    }

    public void OnStep(in StepView step, ulong hash)
    {
        EndStep();
        _steps.Add(new TraceStep(
            step.Id,
            step.Kind,
            step.ActorId,
            StepText.Actor(step.Receiver),
            StepText.MessageClass(step.Message),
            step.TimerKey?.ToString() ?? string.Empty,
            step.Cause,
            []));
    }

    public Trace Build(
        ExploreOptions options, string strategy, ulong seed, long index, RunEnd end, ulong finalHash, Finding finding)
    {
        EndStep();
        return new Trace(
            options.Provenance,
            seed,
            index,
            strategy,
            options.PeriodicMax,
            _startChoices,
            _steps,
            finalHash,
            end,
            finding);
    }

    private void EndStep()
    {
        if (_choices.Count == 0)
        {
            return;
        }

        TraceChoice[] choices = [.. _choices];
        _choices.Clear();
        if (_steps.Count == 0)
        {
            _startChoices = choices;
        }
        else
        {
            _steps[^1] = _steps[^1] with { Choices = choices };
        }
    }
}
