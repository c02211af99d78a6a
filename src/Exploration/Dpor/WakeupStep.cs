namespace PhyrActors.Exploration;

/// <summary>A delivery with its choices as it was seen in a run, to be made again or to be avoided: the same message
/// with other choices is another step.</summary>
/// <param name="Delivery">What is delivered to whom.</param>
/// <param name="Touches">The footprint that it had.</param>
/// <param name="Choices">What is chosen in it; choices that follow are plain.</param>
/// <param name="IsKnown">Whether it was seen in the state in which it will run, with these choices: else its footprint
/// may be another one there.</param>
internal sealed record WakeupStep(Delivery Delivery, Touch[] Touches, TraceChoice[] Choices, bool IsKnown)
{
    public ulong Id => Delivery.Id;

    /// <summary>How many of its choices are other than plain.</summary>
    public int Faults => FaultsIn(Choices);

    /// <summary>A step of a run, as it was there.</summary>
    public static WakeupStep Of(RunGraph graph, int index) =>
        new(graph[index].Delivery, graph.Touches(index).ToArray(), graph.Choices(index).ToArray(), IsKnown: true);

    public static int FaultsIn(ReadOnlySpan<TraceChoice> choices)
    {
        int faults = 0;
        foreach (TraceChoice choice in choices)
        {
            faults += choice.Chosen == 0 ? 0 : 1;
        }

        return faults;
    }

    /// <summary>The same step with another value for one of its choices, and plain ones after it.</summary>
    public WakeupStep With(int place, int value) => new(
        Delivery, Touches, [.. Choices.AsSpan(0, place), Choices[place] with { Chosen = value }], IsKnown: false);

    /// <summary>Whether this step, from a state, could be the first of a sequence from there, or comes to the same
    /// before it and after it.</summary>
    /// <remarks>While this step's footprint is not known it is taken to meet none. A known one is taken to meet any
    /// that is not known: too much is then explored rather than too little.</remarks>
    /// <param name="sequence">Steps in order.</param>
    /// <param name="dependence">Which steps depend on each other.</param>
    /// <param name="faultsLeft">How many choices, of this step and the sequence, may be other than plain.</param>
    public bool IsWeakInitial(List<WakeupStep> sequence, Dependence dependence, long faultsLeft)
    {
        long faults = Faults;
        foreach (WakeupStep step in sequence)
        {
            if (step.Id == Id)
            {
                return IsSame(step);
            }

            if (IsDependent(step, dependence))
            {
                return false;
            }

            faults += Faults == 0 ? 0 : step.Faults;
        }

        return faults <= faultsLeft;
    }

    private bool IsDependent(WakeupStep step, Dependence dependence) =>
        (IsKnown && !step.IsKnown && Touches.Length > 0)
        || dependence.AreDependent(Delivery, IsKnown ? Touches : [], step.Delivery, step.Touches);

    /// <summary>Whether both are the same step when they run in the same state.</summary>
    private bool IsSame(WakeupStep other)
    {
        (TraceChoice[] shorter, TraceChoice[] longer) =
            Choices.Length < other.Choices.Length ? (Choices, other.Choices) : (other.Choices, Choices);
        return StartsWith(longer, shorter) && FaultsIn(longer.AsSpan(shorter.Length)) == 0;
    }

    public bool StartsWith(WakeupStep prefix) => StartsWith(Choices, prefix.Choices);

    private static bool StartsWith(TraceChoice[] choices, TraceChoice[] prefix)
    {
        if (prefix.Length > choices.Length)
        {
            return false;
        }

        for (int i = 0; i < prefix.Length; i++)
        {
            if (choices[i].Chosen != prefix[i].Chosen)
            {
                return false;
            }
        }

        return true;
    }
}
