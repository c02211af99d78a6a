namespace PhyrActors.Scenarios;

/// <summary>Checks every row of <c>costs</c> and <c>choices</c>: a run reads a row only when it first needs it, and
/// must not end there because of a misprint.</summary>
internal static class CostBounds
{
    public static void Check(Config config)
    {
        double jitter = Bounds.Double(config, "costs.jitter", 0);
        Bounds.Require(config, "costs.jitter", jitter < 1, "a number from 0 to below 1");
        Bounds.Double(config, "costs.swarm", 1, 1000);
        CheckDurations(config, "costs.message");
        CheckDurations(config, "costs.latency");
        foreach (string path in Rows(config, "costs.work"))
        {
            Bounds.Double(config, path, 0, 1e9);
        }

        foreach (string path in Rows(config, "choices"))
        {
            Bounds.Double(config, path, 0, 1);
        }
    }

    private static void CheckDurations(Config config, string group)
    {
        foreach (string path in Rows(config, group))
        {
            Bounds.Require(
                config, path, config.GetDurationNanoseconds(path) >= 0, "a duration that is not negative");
        }
    }

    private static IEnumerable<string> Rows(Config config, string group) =>
        config.GetConfig(group).Paths().Select(row => $"{group}.{row}");
}
