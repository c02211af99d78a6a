namespace PhyrActors.Exploration;

/// <summary>Leaves messages undelivered, and with them all that they cause: whole actors, what came from outside and
/// timers, then ever smaller blocks, until no single one can go.</summary>
/// <remarks>Source: Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 2002; blocks
/// are tried from the start, since what comes early has the largest cone of effects.</remarks>
internal static class FewerDeliveries
{
    public static void Run(ShrinkBench bench)
    {
        if (bench.Block == 0)
        {
            LeaveOutActors(bench);
            LeaveOutOrigins(bench);
            bench.Block = Math.Max(1, bench.Plan.Steps.Count / 2);
        }

        while (!bench.IsOver)
        {
            bool isSmaller = Pass(bench, bench.Block);
            if (bench.Block == 1 && !isSmaller)
            {
                return;
            }

            bench.Block = Math.Max(1, bench.Block / 2);
        }
    }

    /// <summary>Leaves out each block once.</summary>
    /// <returns>Whether anything could go.</returns>
    private static bool Pass(ShrinkBench bench, int block)
    {
        bool isSmaller = false;
        int first = 0;
        while (first < bench.Plan.Steps.Count && !bench.IsOver)
        {
            ShrinkPlan plan = bench.Plan;
            bool isGone = bench.TrySmaller(plan.Without(first, block), bench.EndRule);
            first += isGone ? 0 : block;
            isSmaller |= isGone;
        }

        return isSmaller;
    }

    private static void LeaveOutActors(ShrinkBench bench)
    {
        ulong[] actors = [.. bench.Plan.Steps.Select(static step => step.ActorId).Distinct()];
        foreach (ulong actor in actors.TakeWhile(_ => !bench.IsOver))
        {
            TryEachWay(bench, bench.Plan.Where(step => step.ActorId != actor));
        }
    }

    /// <summary>What the world outside sent, and timers: each goes with its effects.</summary>
    private static void LeaveOutOrigins(ShrinkBench bench)
    {
        ulong[] origins =
        [
            .. bench.Plan.Steps
                .Where(static step => step.Cause == 0 || step.Kind == StepKind.Timer)
                .Select(static step => step.Id),
        ];
        foreach (ulong origin in origins.TakeWhile(_ => !bench.IsOver))
        {
            TryEachWay(bench, bench.Plan.Where(step => step.Id != origin));
        }
    }

    /// <summary>Who does not wait for a lock any more goes on in the cause of another message, under another identity:
    /// by their class the messages are still known.</summary>
    private static void TryEachWay(ShrinkBench bench, ShrinkPlan plan)
    {
        TrialRule rule = bench.EndRule;
        _ = bench.TrySmaller(plan, rule)
            || bench.TrySmaller(plan, rule with { IsLoose = true })
            || bench.TrySmaller(plan, rule with { IsLoose = true, TakesNew = true });
    }
}
