namespace PhyrActors.Scenarios;

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
