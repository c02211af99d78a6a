namespace PhyrActors.Exploration;

/// <summary>The sequences still to be explored from a state: each path is one, and no two lead to the same
/// class.</summary>
/// <remarks>Source: Abdulla, Aronis, Jonsson and Sagonas, "Source sets: a foundation for optimal dynamic partial order
/// reduction", J. ACM 2017. The thread of that text is a message here, and has one step.</remarks>
internal sealed class WakeupTree(WakeupStep step)
{
    public WakeupStep Step { get; } = step;

    public List<WakeupTree> Children { get; } = [];

    /// <summary>Sequences that were left out since this step, whose footprint was not known, seemed not to depend on
    /// them; to be judged again when it is known.</summary>
    public List<List<WakeupStep>> LeftOut { get; } = [];

    /// <summary>Adds a sequence unless one of the tree leads to a run that begins with an equivalent of it.</summary>
    public static void Insert(
        List<WakeupTree> branches, List<WakeupStep> sequence, Dependence dependence, bool isUnsure)
    {
        foreach (WakeupTree branch in branches)
        {
            int at = sequence.FindIndex(step => step.Id == branch.Step.Id);
            bool leads = at < 0 || IsSame(branch.Step, sequence[at]);
            if (!leads || !IsWeakInitial(branch.Step, branch.Step.SureTouches, at, sequence, dependence))
            {
                continue;
            }

            if (branch.Children.Count == 0)
            {
                if (isUnsure)
                {
                    branch.LeftOut.Add([.. sequence]);
                }

                return;
            }

            if (at >= 0)
            {
                sequence.RemoveAt(at);
            }

            if (sequence.Count > 0)
            {
                Insert(branch.Children, sequence, dependence, isUnsure);
            }

            return;
        }

        branches.Add(Chain(sequence));
    }

    /// <summary>Whether the step, with its very choices, begins what the sequence leads to.</summary>
    public static bool Leads(WakeupStep step, List<WakeupStep> sequence, Dependence dependence)
    {
        int at = sequence.FindIndex(other => other.Id == step.Id);
        return (at < 0 || IsSame(step, sequence[at])) && IsWeakInitial(step, step.Touches, at, sequence, dependence);
    }

    /// <summary>Whether the step could be the first of the sequence, or comes to the same before it and after
    /// it.</summary>
    public static bool IsWeakInitial(WakeupStep step, List<WakeupStep> sequence, Dependence dependence)
    {
        int at = sequence.FindIndex(other => other.Id == step.Id);
        return IsWeakInitial(step, step.Touches, at, sequence, dependence);
    }

    /// <summary>Judged by the step's own footprint: it is one that the step had here, while that in the sequence may be
    /// from elsewhere.</summary>
    private static bool IsWeakInitial(
        WakeupStep step,
        ReadOnlySpan<Touch> touches,
        int at,
        List<WakeupStep> sequence,
        Dependence dependence)
    {
        int end = at < 0 ? sequence.Count : at;
        for (int i = 0; i < end; i++)
        {
            if (dependence.AreDependent(step.Delivery, touches, sequence[i].Delivery, sequence[i].Touches))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSame(WakeupStep branch, WakeupStep step) =>
        branch.Choices is null || step.Choices is null || branch.Choices.AsSpan().SequenceEqual(step.Choices);

    private static WakeupTree Chain(List<WakeupStep> sequence)
    {
        WakeupTree root = new(sequence[0]);
        WakeupTree last = root;
        for (int i = 1; i < sequence.Count; i++)
        {
            WakeupTree next = new(sequence[i]);
            last.Children.Add(next);
            last = next;
        }

        return root;
    }
}
