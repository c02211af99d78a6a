namespace PhyrActors.Seams;

/// <summary>Decides an explored run: which enabled delivery is next, and every choice inside it.</summary>
public interface ISchedule
{
    /// <summary>The index of the next step among those enabled; negative ends the run.</summary>
    int Pick(IEnabledSteps enabled);

    /// <summary>A number in <c>[0, count)</c> for a choice inside the running step.</summary>
    int Choose(string site, int count);

    /// <summary>Where a timer's tick stands among those of its actor, before their deadlines count; the same for all
    /// but who follows a recording, in which clocks or costs made that order.</summary>
    long TimerRank(ulong id) => 0;
}

/// <summary>The deliveries that may come next: never empty. In no order that means anything.</summary>
public interface IEnabledSteps
{
    int Count { get; }

    /// <summary>The identity of the delivery at <paramref name="index"/>.</summary>
    ulong Id(int index);

    /// <summary>What a strategy goes by; cheaper than a view.</summary>
    PendingStep Pending(int index);

    StepView View(int index);
}

/// <summary>A delivery that may come next, in numbers.</summary>
/// <param name="Id">The message's identity.</param>
/// <param name="Kind">What would be delivered.</param>
/// <param name="Receiver">The receiver's number in the order of creations of this run, from 0.</param>
/// <param name="Sender">The number of the actor that sent it; a timer's is its own actor's.</param>
/// <param name="Channel">The number of the channel in this run, from 0: deliveries of one channel keep their
/// order.</param>
/// <param name="Cause">The number of the step that sent it, from 1; 0: the world outside.</param>
public readonly record struct PendingStep(
    ulong Id, StepKind Kind, int Receiver, int Sender, int Channel, int Cause);
