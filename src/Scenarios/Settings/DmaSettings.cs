using PhyrActors.Actors;

namespace PhyrActors.Scenarios;

/// <summary>Which way of mapping a scenario's stream driver goes through.</summary>
internal enum DmaBackend
{
    /// <summary>No such driver: the RDMA application runs.</summary>
    None = 0,

    /// <summary>The device reaches memory where it is.</summary>
    Direct,

    /// <summary>Its bus shows memory elsewhere.</summary>
    BusOffset,

    /// <summary>Everything is bounced, as in a guest whose memory is encrypted.</summary>
    Swiotlb,

    /// <summary>Through the aperture of a northbridge.</summary>
    Gart,

    /// <summary>Through a domain.</summary>
    Iommu,

    /// <summary>Through a domain and a bounce slot: a device that may not see whole pages.</summary>
    Untrusted,
}

/// <summary>A driver that streams through the DMA API.</summary>
internal sealed record DmaSettings(
    DmaBackend Backend,
    DmaBackend Beside,
    DmaApi Api,
    DmaApi BesideApi,
    int Buffers,
    int Rounds,
    ulong BufferBytes,
    ulong OffsetBytes,
    ulong PoolBytes)
{
    private const ulong SegmentBytes = 256 * 1024;

    public static DmaSettings Read(Config config, MemorySettings memory)
    {
        int buffers = Bounds.Int(config, "dma.buffers", 1, 1024);
        ulong buffer = Bounds.Bytes(config, "dma.buffer", 4096, 4096);
        DmaBackend backend = BackendOf(Bounds.OneOf(
            config, "dma.backend", "none", "direct", "bus-offset", "swiotlb", "gart", "iommu", "untrusted"));
        DmaBackend beside = BackendOf(
            Bounds.OneOf(config, "dma.beside", "none", "direct", "bus-offset", "swiotlb", "iommu"));
        Bounds.Require(
            config,
            "dma.beside",
            beside != DmaBackend.Iommu || backend is DmaBackend.Iommu or DmaBackend.Untrusted,
            "iommu only beside a device with a domain, which it shares");
        ulong drivers = beside == DmaBackend.None ? 1UL : 2;
        bool fits = backend == DmaBackend.None || buffer <= memory.ProcessBytes / drivers / (ulong)buffers;
        Bounds.Require(config, "dma.buffer", fits, "dma.buffers times in memory.process, for each device");
        ulong offset = Bounds.Bytes(config, "dma.offset");
        Bounds.Require(config, "dma.offset", offset < 4096, "less than a page");
        return new DmaSettings(
            backend,
            beside,
            ApiOf(config, "dma.api"),
            ApiOf(config, "dma.beside-api"),
            buffers,
            Bounds.Int(config, "dma.rounds", 1),
            buffer,
            offset,
            Bounds.Bytes(config, "dma.pool", SegmentBytes, SegmentBytes));
    }

    private static DmaApi ApiOf(Config config, string key) =>
        Bounds.OneOf(config, key, "iova", "sg") == "sg" ? DmaApi.Sg : DmaApi.Iova;

    private static DmaBackend BackendOf(string word) => word switch
    {
        "direct" => DmaBackend.Direct,
        "bus-offset" => DmaBackend.BusOffset,
        "swiotlb" => DmaBackend.Swiotlb,
        "gart" => DmaBackend.Gart,
        "iommu" => DmaBackend.Iommu,
        "untrusted" => DmaBackend.Untrusted,
        _ => DmaBackend.None,
    };
}
