using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A function's BAR that its VFIO driver lends as a dma-buf.</summary>
/// <param name="Importers">Devices that import it and unmap when they are told to; 0: there is no buffer.</param>
/// <param name="Unrevocable">Devices that would import it and cannot be told.</param>
/// <param name="LengthBytes">The buffer's length.</param>
/// <param name="AccessInterval">Time between two accesses of a device.</param>
/// <param name="AccessBytes">Bytes of an access.</param>
/// <param name="Lifetime">When importers give it up.</param>
/// <param name="Resets">How often the function is reset before its file is closed.</param>
/// <param name="RevokeInterval">Time until the exporter takes it back the next time.</param>
/// <param name="ResetTime">How long a reset takes.</param>
internal sealed record BufferSettings(
    int Importers,
    int Unrevocable,
    ulong LengthBytes,
    TimeSpan AccessInterval,
    ulong AccessBytes,
    TimeSpan Lifetime,
    int Resets,
    TimeSpan RevokeInterval,
    TimeSpan ResetTime)
{
    public static BufferSettings Read(Config config)
    {
        int importers = Bounds.Int(config, "dma-buf.importers", 0, 2);
        Bounds.Require(
            config,
            "dma-buf.importers",
            importers == 0 || config.GetString("iommu.mode") != "passthrough",
            "0 with iommu.mode = passthrough");
        ulong length = Bounds.Bytes(config, "dma-buf.length", Pfn.FrameSizeBytes, Pfn.FrameSizeBytes);
        Bounds.Require(
            config, "dma-buf.length", length <= BufferMachine.BarBytes, $"at most {BufferMachine.BarBytes} bytes");
        ulong access = Bounds.Bytes(config, "dma-buf.access", atLeast: 1);
        Bounds.Require(config, "dma-buf.access", access <= length, "at most dma-buf.length");
        TimeSpan interval = Bounds.Interval(config, "dma-buf.accesses");
        Bounds.Require(config, "dma-buf.accesses", interval > TimeSpan.Zero, "more than 0");
        return new BufferSettings(
            importers,
            Bounds.Int(config, "dma-buf.unrevocable", 0, 1),
            length,
            interval,
            access,
            Bounds.Time(config, "dma-buf.lifetime"),
            Bounds.Int(config, "dma-buf.resets", 0),
            Bounds.Time(config, "dma-buf.revoke-interval"),
            Bounds.Time(config, "dma-buf.reset-time"));
    }
}
