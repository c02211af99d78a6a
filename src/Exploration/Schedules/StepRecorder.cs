namespace PhyrActors.Exploration;

/// <summary>Keeps, of a run that something else decides, what it takes to run it again step by step.</summary>
public sealed class StepRecorder : IStepObserver
{
    public Recording Recording { get; } = new();

    public void OnStep(in StepView step)
    {
        if (step.Kind != StepKind.Creation)
        {
            Recording.AddPick(step.Id);
        }
    }

    public void OnChoice(string site, int count, int chosen) =>
        Recording.AddChoice(new TraceChoice(site, count, chosen));

    public void OnPublished(in StepView step, in Stamp stamp, object @event)
    {
    }

    public void OnFailure(in StepView step, Exception cause)
    {
    }
}
