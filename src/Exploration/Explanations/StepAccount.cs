namespace PhyrActors.Exploration;

/// <summary>A delivery as a reader needs it.</summary>
/// <param name="Id">The message's identity.</param>
/// <param name="Step">Its number in the run, from 1, creations counted.</param>
/// <param name="Kind">What was delivered.</param>
/// <param name="Actor">The receiver's path.</param>
/// <param name="ActorType">The receiver's class.</param>
/// <param name="Message">What was delivered.</param>
/// <param name="Cause">The number of the step that sent it, from 1; 0: the world outside.</param>
public sealed record StepAccount(
    ulong Id, long Step, StepKind Kind, string Actor, Type ActorType, object Message, long Cause)
{
    private readonly List<object> _events = [];
    private readonly List<TraceChoice> _faults = [];

    /// <summary>What it published, in order.</summary>
    public IReadOnlyList<object> Events => _events;

    /// <summary>Its choices that were not plain.</summary>
    public IReadOnlyList<TraceChoice> Faults => _faults;

    internal void Add(object @event) => _events.Add(@event);

    internal void Add(ReadOnlySpan<TraceChoice> choices)
    {
        foreach (TraceChoice choice in choices)
        {
            if (ShrinkPlan.IsFault(choice))
            {
                _faults.Add(choice);
            }
        }
    }

    /// <summary>The delivery in words.</summary>
    public override string ToString() => StepText.Of(Kind, StepText.MessageClass(Message), Actor);
}

/// <summary>Writes accounts of a run's deliveries.</summary>
internal sealed class AccountWatch : IStepWatch
{
    private readonly List<StepAccount> _accounts = [];
    private long _steps;

    public IReadOnlyList<StepAccount> Accounts => _accounts;

    public void OnStep(in StepView step, ulong hash)
    {
        _steps++;
        if (step.Kind != StepKind.Creation)
        {
            _accounts.Add(new StepAccount(
                step.Id,
                _steps,
                step.Kind,
                StepText.Actor(step.Receiver),
                step.ReceiverType,
                step.Message,
                step.Cause));
        }
    }

    public void OnPublished(object @event)
    {
        if (_accounts.Count > 0)
        {
            _accounts[^1].Add(@event);
        }
    }
}
