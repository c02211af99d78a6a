namespace PhyrActors.Exploration;

/// <summary>A part of the tree: everything that begins with some steps, but for what sleeps on the way.</summary>
/// <remarks>Whoever gets a task owns what is in it.</remarks>
/// <param name="Number">Tasks are numbered in the order in which they came up, from 0.</param>
/// <param name="Prefix">The steps, in order; their states belong to others.</param>
/// <param name="Path">When somebody began with it: the states on the way to the next run.</param>
internal sealed record DporTask(long Number, IReadOnlyList<DporFrame> Prefix, IReadOnlyList<DporState> Path)
{
    public static DporTask Whole() => new(0, [], []);
}

/// <summary>A step on the way to a part of the tree.</summary>
/// <param name="Step">The step.</param>
/// <param name="Sleep">What sleeps in the state before it.</param>
/// <param name="Beside">What else is explored from there to its end, later than this step.</param>
internal sealed record DporFrame(
    WakeupStep Step, IReadOnlyList<WakeupStep> Sleep, IReadOnlyList<WakeupStep> Beside)
{
    /// <summary>Whether somebody explores, from the state before the step, what a sequence leads to.</summary>
    public bool Covers(List<WakeupStep> sequence, Dependence dependence, long faultsLeft)
    {
        foreach (WakeupStep step in Sleep)
        {
            if (step.IsWeakInitial(sequence, dependence, faultsLeft))
            {
                return true;
            }
        }

        foreach (WakeupStep step in Beside)
        {
            if (step.IsWeakInitial(sequence, dependence, faultsLeft))
            {
                return true;
            }
        }

        return false;
    }
}
