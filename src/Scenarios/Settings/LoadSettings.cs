namespace PhyrActors.Scenarios;

/// <summary>What the application and the environment do.</summary>
internal sealed record LoadSettings(
    int Contexts,
    ulong RegionBytes,
    int QueuePairs,
    TimeSpan OperationInterval,
    ulong OperationBytes,
    int Writes,
    double Zipf,
    TimeSpan PeerInterval,
    TimeSpan RefusedPeerInterval,
    TimeSpan ChurnInterval,
    TimeSpan Duration,
    ulong ForkSharedBytes,
    TimeSpan FirstFork,
    TimeSpan ForkInterval,
    TimeSpan ChildLifetime,
    TimeSpan MigrationInterval)
{
    /// <summary>When providers are unbound; zero for never.</summary>
    public TimeSpan UnbindAfter { get; init; }

    /// <summary>When the way to the first provider changes; zero for never.</summary>
    public TimeSpan AcsAfter { get; init; }

    public static LoadSettings Read(Config config, MemorySettings memory)
    {
        ulong region = Bounds.Memory(config, "load.region");
        Bounds.Require(config, "load.region", memory.ProcessBytes % region == 0, "a divisor of memory.process");
        ulong operation = Bounds.Bytes(config, "load.operation", atLeast: 1);
        Bounds.Require(config, "load.operation", operation <= region, "at most load.region");
        ulong regions = memory.ProcessBytes / region;
        double churnShare = Bounds.Double(config, "load.churn", 0, 1);
        return new LoadSettings(
            Bounds.Int(config, "load.contexts", 1, 1024),
            region,
            Bounds.Int(config, "load.queue-pairs", 1, 1024),
            Bounds.Interval(config, "load.operations"),
            operation,
            (int)Math.Round(Bounds.Double(config, "load.writes", 0, 1) * RdmaLoad.WritesWhole),
            Bounds.Double(config, "load.zipf", 0, 10),
            Bounds.Interval(config, "p2p.operations"),
            Bounds.Interval(config, "p2p.refused"),
            churnShare == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(1 / (churnShare * regions)),
            Bounds.Time(config, "load.duration"),
            Bounds.Bytes(config, "fork.shared", 1UL << 21),
            Bounds.Time(config, "fork.first"),
            Bounds.Interval(config, "fork.rate"),
            Bounds.Time(config, "fork.child-lifetime"),
            Bounds.Interval(config, "migration.rate"))
        {
            UnbindAfter = Bounds.Time(config, "p2p.unbind-after"),
            AcsAfter = Bounds.Time(config, "p2p.acs-after"),
        };
    }
}
