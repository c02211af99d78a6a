namespace PhyrActors.Exploration;

/// <summary>Makes choices plain: all, then by halves, then one by one; what must stay becomes as small as
/// can be.</summary>
internal static class PlainChoices
{
    public static void Run(ShrinkBench bench)
    {
        for (int block = bench.Measure.Faults; block > 0 && !bench.IsOver; block /= 2)
        {
            int first = 0;
            while (first < bench.Measure.Faults && !bench.IsOver)
            {
                (int from, int end) = (first, first + block);
                bool isPlain = TryEachWay(bench, bench.Plan.WithFaults(
                    (number, fault) => number >= from && number < end ? 0 : fault.Chosen));
                first += isPlain ? 0 : block;
            }
        }

        for (int number = 0; number < bench.Measure.Faults && !bench.IsOver; number++)
        {
            Lower(bench, number);
        }
    }

    /// <summary>The smallest number that still shows the violation, by halves and then one by one.</summary>
    private static void Lower(ShrinkBench bench, int number)
    {
        (int low, int chosen) = (1, bench.Plan.Faults()[number].Chosen);
        while (low < chosen && number < bench.Measure.Faults && !bench.IsOver)
        {
            int tried = low + ((chosen - low) / 2);
            int faults = bench.Measure.Faults;
            bool isLower = TryEachWay(
                bench, bench.Plan.WithFaults((at, fault) => at == number ? tried : fault.Chosen));
            if (bench.Measure.Faults < faults)
            {
                return;
            }

            (low, chosen) = isLower ? (low, tried) : (tried + 1, chosen);
        }
    }

    /// <summary>Another choice makes other messages: those that were caused otherwise are matched by their
    /// class.</summary>
    private static bool TryEachWay(ShrinkBench bench, ShrinkPlan plan)
    {
        bool runsOn = bench.EndRule.RunsOn;
        return TryPlainer(bench, plan, bench.EndRule)
            || TryPlainer(bench, plan, new TrialRule(runsOn, IsLoose: true))
            || TryPlainer(bench, plan, new TrialRule(runsOn, IsLoose: true, TakesNew: true))
            || TryPlainer(bench, plan, new TrialRule(RunsOn: true, TakesNew: true));
    }

    /// <summary>A run with fewer or smaller faults may be longer at first.</summary>
    private static bool TryPlainer(ShrinkBench bench, ShrinkPlan plan, TrialRule rule) =>
        bench.Try(plan, rule, static (run, best) =>
            (run.Faults, run.FaultSum).CompareTo((best.Faults, best.FaultSum)) < 0
            && run.Deliveries <= best.Deliveries * 2);
}
