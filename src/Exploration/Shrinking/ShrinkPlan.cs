namespace PhyrActors.Exploration;

/// <summary>Which messages to deliver, in which order and with which choices; no creations.</summary>
internal sealed record ShrinkPlan(IReadOnlyList<TraceChoice> StartChoices, IReadOnlyList<TraceStep> Steps)
{
    public static ShrinkPlan Of(Trace trace) =>
        new(trace.StartChoices, [.. trace.Steps.Where(static step => step.Kind != StepKind.Creation)]);

    public static bool IsFault(TraceChoice choice) => choice.Chosen != 0;

    public ShrinkPlan Without(int first, int count) =>
        this with { Steps = [.. Steps.Take(first), .. Steps.Skip(first + count)] };

    public ShrinkPlan Where(Func<TraceStep, bool> stays) => this with { Steps = [.. Steps.Where(stays)] };

    /// <summary>The same order with other choices.</summary>
    /// <param name="change">Gets each choice that is not plain, by its number from 0, and says what is chosen.</param>
    public ShrinkPlan WithFaults(Func<int, TraceChoice, int> change)
    {
        int fault = 0;
        return new ShrinkPlan(
            Changed(StartChoices),
            [
                .. Steps.Select(step =>
                    step.Choices.Any(IsFault) ? step with { Choices = Changed(step.Choices) } : step),
            ]);

        TraceChoice[] Changed(IReadOnlyList<TraceChoice> choices) =>
            [.. choices.Select(one => IsFault(one) ? one with { Chosen = change(fault++, one) } : one)];
    }

    public IReadOnlyList<TraceChoice> Faults() =>
        [.. StartChoices.Concat(Steps.SelectMany(static step => step.Choices)).Where(IsFault)];
}
