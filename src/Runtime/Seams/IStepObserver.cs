namespace PhyrActors.Seams;

/// <summary>Sees a controlled run from inside its steps; may not send.</summary>
public interface IStepObserver
{
    /// <summary>A step begins.</summary>
    void OnStep(in StepView step);

    /// <summary>The running step published an event.</summary>
    void OnPublished(in StepView step, in Stamp stamp, object @event);

    /// <summary>The running step's actor threw; its supervisor is told after this.</summary>
    void OnFailure(in StepView step, Exception cause);

    /// <summary>The running step chose, or before any step the world outside did.</summary>
    void OnChoice(string site, int count, int chosen)
    {
    }
}

/// <summary>What kind of delivery a step is.</summary>
public enum StepKind
{
    Message,
    Timer,
    System,
    Creation,
}

/// <summary>One step of a controlled run: a delivery.</summary>
/// <param name="Id">The message's identity: a hash of its cause, the same in every run in which it occurs.</param>
/// <param name="Kind">What is delivered.</param>
/// <param name="Actor">The receiver's slot in clocks.</param>
/// <param name="ActorId">The receiver's identity.</param>
/// <param name="Sender">The slot of the actor whose handler sent; 0 is the world outside.</param>
/// <param name="Receiver">The receiver's reference.</param>
/// <param name="ReceiverType">The receiver's class.</param>
/// <param name="Message">What is delivered; a timer's own message, not its wrapping.</param>
/// <param name="Serial">The receiver's number in the order of creations of this run, from 0.</param>
/// <param name="Channel">The number of the channel in this run; a creation has none: -1.</param>
/// <param name="Cause">The number of the step that sent it, from 1; 0: the world outside.</param>
/// <param name="Held">What held messages of other channels back before this step.</param>
/// <param name="HeadTimer">The identity of the one timer that might have fired before this step, or 0.</param>
/// <param name="TimerKey">The key of the timer that fires; null for all other kinds.</param>
public readonly record struct StepView(
    ulong Id,
    StepKind Kind,
    int Actor,
    ulong ActorId,
    int Sender,
    object Receiver,
    Type ReceiverType,
    object Message,
    int Serial,
    int Channel,
    int Cause,
    Hold Held,
    ulong HeadTimer,
    object? TimerKey = null);

/// <summary>Why an actor could not take just any message.</summary>
[Flags]
public enum Hold
{
    None = 0,

    /// <summary>It waited for its supervisor: only messages of the runtime.</summary>
    Suspended = 1,

    /// <summary>Unstashed messages were in front of all others.</summary>
    Unstashed = 2,
}
