namespace PhyrActors.Seams;

/// <summary>Sees each step of a parallel system as a whole: once its handler has ended, and before anything that it
/// sent is on its way.</summary>
/// <remarks>Called by many threads at once; whoever lets in one at a time sees the steps in an order in which causes
/// come first.</remarks>
public interface IStepSink
{
    /// <summary>A choice was made outside of every step, where the world is built.</summary>
    void OnWorldChoice(StepChoice choice);

    /// <param name="step">The delivery, with the identity that it has in a controlled run of the same program.</param>
    /// <param name="stamp">Its place in happens-before; nothing may be joined to it.</param>
    /// <param name="events">What it published, in order; valid during the call.</param>
    /// <param name="choices">What it chose, in order; valid during the call.</param>
    void OnStep(
        in StepView step, in Stamp stamp, IReadOnlyList<object> events, IReadOnlyList<StepChoice> choices);
}
