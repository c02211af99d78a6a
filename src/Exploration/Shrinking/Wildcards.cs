namespace PhyrActors.Exploration;

/// <summary>Leaves out single messages where another of the same class may do what theirs caused: identities follow
/// causes, so a second request is not the first one.</summary>
internal static class Wildcards
{
    public static void Run(ShrinkBench bench)
    {
        bool isSmaller = true;
        while (isSmaller && !bench.IsOver)
        {
            isSmaller = Pass(bench, takesNewest: false) | Pass(bench, takesNewest: true);
        }
    }

    private static bool Pass(ShrinkBench bench, bool takesNewest)
    {
        bool isSmaller = false;
        int first = 0;
        while (first < bench.Plan.Steps.Count && !bench.IsOver)
        {
            bool isGone = bench.TrySmaller(
                bench.Plan.Without(first, 1), bench.EndRule with { IsLoose = true, TakesNewest = takesNewest });
            first += isGone ? 0 : 1;
            isSmaller |= isGone;
        }

        return isSmaller;
    }
}
