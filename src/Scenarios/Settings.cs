using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Reads keys with bounds: a value outside is one line with file, line and column.</summary>
internal static class Bounds
{
    public static ulong Bytes(Config config, string path, ulong multipleOf = 1, ulong atLeast = 0)
    {
        long value = config.GetByteSize(path) ?? 0;
        Require(config, path, value >= 0 && (ulong)value >= atLeast, $"at least {atLeast} bytes");
        Require(config, path, (ulong)value % multipleOf == 0, $"a multiple of {multipleOf} bytes");
        return (ulong)value;
    }

    public static long Long(Config config, string path, long min)
    {
        long value = config.GetLong(path);
        Require(config, path, value >= min, $"a whole number from {min} on");
        return value;
    }

    public static int Int(Config config, string path, int min, int max = int.MaxValue)
    {
        int value = config.GetInt(path);
        Require(config, path, value >= min && value <= max, $"a whole number from {min} to {max}");
        return value;
    }

    public static double Double(Config config, string path, double min, double max = double.MaxValue)
    {
        double value = config.GetDouble(path);
        Require(config, path, value >= min && value <= max, $"a number from {min} to {max}");
        return value;
    }

    public static TimeSpan Time(Config config, string path)
    {
        TimeSpan value = config.GetTimeSpan(path);
        Require(config, path, value >= TimeSpan.Zero, "a duration that is not negative");
        return value;
    }

    /// <summary>The interval of a rate a second; zero for the rate 0.</summary>
    public static TimeSpan Interval(Config config, string path)
    {
        double perSecond = Double(config, path, 0, 10_000_000);
        return perSecond == 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)(TimeSpan.TicksPerSecond / perSecond));
    }

    public static string OneOf(Config config, string path, params ReadOnlySpan<string> words)
    {
        string value = config.GetString(path);
        Require(config, path, words.Contains(value), $"one of {string.Join(", ", words!)}");
        return value;
    }

    public static void Require(Config config, string path, bool holds, string expected)
    {
        if (!holds)
        {
            throw new ConfigurationException(
                $"{config.Origin(path)}: key '{path}': expected {expected}, found '{config.GetString(path)}'");
        }
    }
}

/// <summary>The machine's memory and the process's folios.</summary>
internal sealed record MemorySettings(
    ulong MachineBytes,
    ulong ProcessBytes,
    bool MixBySize,
    double Share2MiB,
    double Share64KiB,
    double Share4KiB,
    double Fragmentation,
    ulong MemlockBytes,
    bool CapIpcLock)
{
    public static MemorySettings Read(Config config)
    {
        const ulong Block = 1UL << 21;
        ulong machine = Bounds.Bytes(config, "memory.machine", Block, Block);
        ulong process = Bounds.Bytes(config, "memory.process", Block, Block);
        Bounds.Require(config, "memory.machine", machine <= 1UL << 46, "at most 64TiB");
        Bounds.Require(config, "memory.process", process < machine, "less than memory.machine");
        string by = Bounds.OneOf(config, "memory.folio-mix.by", "count", "size");
        MemorySettings settings = new(
            machine,
            process,
            string.Equals(by, "size", StringComparison.Ordinal),
            Bounds.Double(config, "memory.folio-mix.2MiB", 0),
            Bounds.Double(config, "memory.folio-mix.64KiB", 0),
            Bounds.Double(config, "memory.folio-mix.4KiB", 0),
            Bounds.Double(config, "memory.fragmentation", 0, 1),
            Bounds.Bytes(config, "memory.memlock"),
            config.GetBoolean("memory.cap-ipc-lock"));
        Bounds.Require(
            config,
            "memory.folio-mix.2MiB",
            settings.Share2MiB + settings.Share64KiB + settings.Share4KiB > 0,
            "shares that do not all vanish");
        return settings;
    }
}

/// <summary>IOMMU, pinning and PCI.</summary>
internal sealed record MachineSettings(
    bool CachingMode,
    bool Drains,
    int IotlbEntries,
    int IotlbWays,
    IoPageSizes PageSizes,
    int BatchMax,
    TimeSpan BatchWindow,
    int PinBatchPages,
    int LinkBatchChunks,
    bool RelaxedOrdering)
{
    public static MachineSettings Read(Config config)
    {
        int entries = Bounds.Int(config, "iommu.iotlb.entries", 1, 1 << 20);
        int ways = Bounds.Int(config, "iommu.iotlb.ways", 1, 64);
        bool fits = entries % ways == 0 && System.Numerics.BitOperations.IsPow2(entries / ways);
        Bounds.Require(config, "iommu.iotlb.entries", fits, "a power of two times iommu.iotlb.ways");
        return new MachineSettings(
            config.GetBoolean("iommu.caching-mode"),
            config.GetBoolean("iommu.drain"),
            entries,
            ways,
            ReadPageSizes(config),
            Bounds.Int(config, "iommu.batch-max", 1),
            Bounds.Time(config, "iommu.batch-window"),
            Bounds.Int(config, "pin.batch", 1, 512),
            Bounds.Int(config, "link.batch", 1, 1 << 16),
            config.GetBoolean("rdma.relaxed-ordering"));
    }

    private static IoPageSizes ReadPageSizes(Config config) =>
        Bounds.OneOf(config, "iommu.page-sizes", "4KiB", "2MiB", "1GiB") switch
        {
            "4KiB" => IoPageSizes.Only4KiB,
            "2MiB" => IoPageSizes.UpTo2MiB,
            _ => IoPageSizes.UpTo1GiB,
        };
}

/// <summary>What the application and the environment do.</summary>
internal sealed record LoadSettings(
    int Contexts,
    ulong RegionBytes,
    int QueuePairs,
    TimeSpan OperationInterval,
    ulong OperationBytes,
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
    public static LoadSettings Read(Config config, MemorySettings memory)
    {
        ulong region = Bounds.Bytes(config, "load.region", 1UL << 21, 1UL << 21);
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
            Bounds.Double(config, "load.zipf", 0, 10),
            Bounds.Interval(config, "p2p.operations"),
            Bounds.Interval(config, "p2p.refused"),
            churnShare == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(1 / (churnShare * regions)),
            Bounds.Time(config, "load.duration"),
            Bounds.Bytes(config, "fork.shared", 1UL << 21),
            Bounds.Time(config, "fork.first"),
            Bounds.Interval(config, "fork.rate"),
            Bounds.Time(config, "fork.child-lifetime"),
            Bounds.Interval(config, "migration.rate"));
    }
}

/// <summary>Bounds of one run.</summary>
internal sealed record LimitSettings(long StepsMax, int PeriodicMax, double Speedup)
{
    public static LimitSettings Read(Config config) => new(
        Bounds.Long(config, "limits.steps", 1),
        Bounds.Int(config, "limits.periodic", 1),
        Bounds.Double(config, "parallel.speedup", 0.001));
}
