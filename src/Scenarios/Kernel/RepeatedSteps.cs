namespace PhyrActors.Scenarios;

/// <summary>Steps of a report that come once, or as a block several times in a row.</summary>
/// <param name="Steps">The first time.</param>
/// <param name="Again">How often more.</param>
internal sealed record RepeatedSteps(IReadOnlyList<KernelStep> Steps, int Again)
{
    // A loop over pages takes no more steps than this for each.
    private const int LengthMax = 12;
    private const int LengthMin = 2;

    /// <summary>Splits a list where blocks repeat: at each place the block that saves most.</summary>
    public static List<RepeatedSteps> In(IReadOnlyList<KernelStep> steps, Func<KernelStep, KernelStep, bool> isSame)
    {
        List<RepeatedSteps> blocks = [];
        for (int at = 0; at < steps.Count;)
        {
            (int length, int again) = (1, 0);
            for (int candidate = LengthMin; candidate <= LengthMax; candidate++)
            {
                int repeats = RepeatsOf(steps, at, candidate, isSame);
                if (repeats * candidate > length * again)
                {
                    (length, again) = (candidate, repeats);
                }
            }

            blocks.Add(new RepeatedSteps([.. steps.Skip(at).Take(length)], again));
            at += length * (again + 1);
        }

        return blocks;
    }

    private static int RepeatsOf(
        IReadOnlyList<KernelStep> steps, int first, int length, Func<KernelStep, KernelStep, bool> isSame)
    {
        int next = first + length;
        while (next < steps.Count && isSame(steps[next - length], steps[next]))
        {
            next++;
        }

        return ((next - first) / length) - 1;
    }
}
