namespace PhyrActors.Scenarios;

/// <summary>Shows a run to two observers.</summary>
internal sealed class ObserverPair(IStepObserver first, IStepObserver second) : IStepObserver
{
    public void OnStep(in StepView step)
    {
        first.OnStep(step);
        second.OnStep(step);
    }

    public void OnPublished(in StepView step, in Stamp stamp, object @event)
    {
        first.OnPublished(step, stamp, @event);
        second.OnPublished(step, stamp, @event);
    }

    public void OnFailure(in StepView step, Exception cause)
    {
        first.OnFailure(step, cause);
        second.OnFailure(step, cause);
    }

    public void OnChoice(string site, int count, int chosen)
    {
        first.OnChoice(site, count, chosen);
        second.OnChoice(site, count, chosen);
    }
}
