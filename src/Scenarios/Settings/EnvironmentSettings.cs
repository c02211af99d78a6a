namespace PhyrActors.Scenarios;

/// <summary>How often what acts against pins does so; zero for never.</summary>
internal sealed record EnvironmentSettings(
    TimeSpan Stores,
    TimeSpan Splits,
    TimeSpan Reclaims,
    TimeSpan Merges,
    TimeSpan Madvise,
    TimeSpan OomReaps,
    TimeSpan Munmaps,
    TimeSpan Execs,
    TimeSpan Compactions,
    TimeSpan Offlines,
    TimeSpan Failures,
    TimeSpan Remaps,
    TimeSpan Collapses,
    TimeSpan Ageing,
    TimeSpan Truncates,
    TimeSpan Writebacks,
    TimeSpan NumaHints,
    TimeSpan Mremaps,
    TimeSpan UserfaultMoves,
    TimeSpan Exits)
{
    public static EnvironmentSettings Read(Config config) => new(
        Bounds.Interval(config, "environment.stores"),
        Bounds.Interval(config, "environment.split"),
        Bounds.Interval(config, "environment.reclaim"),
        Bounds.Interval(config, "environment.ksm"),
        Bounds.Interval(config, "environment.madvise"),
        Bounds.Interval(config, "environment.oom-reap"),
        Bounds.Interval(config, "environment.munmap"),
        Bounds.Interval(config, "environment.exec"),
        Bounds.Interval(config, "environment.compaction"),
        Bounds.Interval(config, "environment.offline"),
        Bounds.Interval(config, "environment.memory-failure"),
        Bounds.Interval(config, "environment.remap-file"),
        Bounds.Interval(config, "environment.collapse"),
        Bounds.Interval(config, "memory.ageing.rate"),
        Bounds.Interval(config, "environment.truncate"),
        Bounds.Interval(config, "environment.writeback"),
        Bounds.Interval(config, "environment.numa-hint"),
        Bounds.Interval(config, "environment.mremap"),
        Bounds.Interval(config, "environment.userfault-move"),
        Bounds.Interval(config, "environment.exit"));
}
