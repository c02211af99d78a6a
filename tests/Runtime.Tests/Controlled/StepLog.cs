namespace PhyrActors.Runtime.Tests;

internal delegate void PublishedHandler(in StepView step, in Stamp stamp, object @event);

/// <summary>Keeps the steps of a run.</summary>
internal sealed class StepLog(PublishedHandler? published = null) : IStepObserver
{
    public List<StepView> Steps { get; } = [];

    public void OnStep(in StepView step) => Steps.Add(step);

    public void OnPublished(in StepView step, in Stamp stamp, object @event) => published?.Invoke(step, stamp, @event);

    public void OnFailure(in StepView step, Exception cause)
    {
    }

    /// <summary>The deliveries of user messages of the class, each with its step's number from 1.</summary>
    public IReadOnlyList<(int Number, StepView Step)> DeliveriesOf<T>() =>
        [.. Steps.Select((step, index) => (index + 1, step)).Where(entry => entry.step.Message is T)];
}
