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
    /// <param name="branches">The tree.</param>
    /// <param name="sequence">Not to be used afterwards.</param>
    /// <param name="dependence">Which steps depend on each other.</param>
    /// <param name="faultsLeft">How many choices may be other than plain.</param>
    /// <param name="isUnsure">Whether steps have footprints, which may not be known yet.</param>
    public static void Insert(
        List<WakeupTree> branches,
        List<WakeupStep> sequence,
        Dependence dependence,
        long faultsLeft,
        bool isUnsure)
    {
        foreach (WakeupTree branch in branches)
        {
            if (!branch.Step.IsWeakInitial(sequence, dependence, faultsLeft))
            {
                continue;
            }

            if (branch.Children.Count > 0)
            {
                sequence.RemoveAll(step => step.Id == branch.Step.Id);
                if (sequence.Count > 0)
                {
                    faultsLeft -= branch.Step.Faults;
                    Insert(branch.Children, sequence, dependence, faultsLeft, isUnsure);
                }
            }
            else if (isUnsure && !branch.Step.IsKnown)
            {
                branch.LeftOut.Add([.. sequence]);
            }

            return;
        }

        branches.Add(Chain(sequence));
    }

    /// <summary>The tree of one sequence.</summary>
    public static WakeupTree Chain(List<WakeupStep> sequence)
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
