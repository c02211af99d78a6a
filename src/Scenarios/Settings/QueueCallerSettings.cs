namespace PhyrActors.Scenarios;

/// <summary>Callers of an invalidation queue and of nothing else.</summary>
/// <param name="Callers">How many, each with a domain and a device of its own; 0 for none.</param>
/// <param name="Flushes">How often each flushes, one after the other.</param>
internal sealed record QueueCallerSettings(int Callers, int Flushes)
{
    public static QueueCallerSettings Read(Config config) => new(
        Bounds.Int(config, "iommu.callers.count", 0, 64), Bounds.Int(config, "iommu.callers.flushes", 1));
}
