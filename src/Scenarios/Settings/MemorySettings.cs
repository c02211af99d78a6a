using PhyrActors.Model;

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
    /// <summary>The end of RAM is memory that must stay movable.</summary>
    public ulong MovableBytes { get; private init; }

    /// <summary>Before that, memory that a device driver may claim for itself.</summary>
    public ulong CmaBytes { get; private init; }

    /// <summary>The end of the process's memory is a mapping of a file.</summary>
    public ulong FileBytes { get; private init; }

    /// <summary>A file system with a disk is told of writes; a file in memory (shmem) knows none.</summary>
    public bool FileTracksDirty { get; private init; }

    /// <summary>Of the 2 MiB page blocks, the share that ageing takes a small block from at most.</summary>
    public double AgeingShareMax { get; private init; }

    /// <summary>The file is one with a disk, which a device of its own writes.</summary>
    public bool HasDisk => FileBytes > 0 && FileTracksDirty;

    /// <summary>The mapping of the file is a private one.</summary>
    public bool FileIsPrivate { get; private init; }

    /// <summary>Folios that a batch for the LRU list holds.</summary>
    public int LruBatchFolios { get; private init; }

    public static MemorySettings Read(Config config)
    {
        const ulong Block = 1UL << 21;
        ulong machine = Bounds.Bytes(config, "memory.machine", Block, Block);
        ulong process = Bounds.Memory(config, "memory.process");
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
            config.GetBoolean("memory.cap-ipc-lock"))
        {
            MovableBytes = Bounds.Bytes(config, "memory.movable", Block),
            CmaBytes = Bounds.Bytes(config, "memory.cma", Block),
            FileBytes = Bounds.Bytes(config, "memory.file.size", Pfn.FrameSizeBytes),
            FileTracksDirty = config.GetBoolean("memory.file.tracks-dirty"),
            AgeingShareMax = Bounds.Double(config, "memory.ageing.share-max", 0, 1),
            FileIsPrivate = config.GetBoolean("memory.file.private"),
            LruBatchFolios = Bounds.Int(config, "memory.lru-batch", 0, 31),
        };
        Bounds.Require(config, "memory.file.size", settings.FileBytes <= process, "at most memory.process");
        ulong rest = machine - Block;
        bool leavesNormal = settings.MovableBytes <= rest && settings.CmaBytes <= rest - settings.MovableBytes;
        Bounds.Require(
            config, "memory.movable", leavesNormal, "with memory.cma at least 2MiB less than memory.machine");
        Bounds.Require(
            config,
            "memory.folio-mix.2MiB",
            settings.Share2MiB + settings.Share64KiB + settings.Share4KiB > 0,
            "shares that do not all vanish");
        return settings;
    }
}
