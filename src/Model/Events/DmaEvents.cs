namespace PhyrActors.Model;

/// <summary>How a mapping was made, and so how it must be undone (dma_debug_ types).</summary>
public enum DmaMapType
{
    /// <summary>dma_map_phys and what is made of it.</summary>
    Phys,

    /// <summary>dma_map_sg.</summary>
    Sg,

    /// <summary>dma_alloc_coherent.</summary>
    Coherent,

    /// <summary>dma_alloc_pages.</summary>
    Noncoherent,
}

/// <summary>A driver got a mapping.</summary>
/// <param name="Device">For whom.</param>
/// <param name="Type">By which call.</param>
/// <param name="Range">What was mapped.</param>
/// <param name="Plan">What the device is told.</param>
/// <param name="Direction">Which way data moves.</param>
/// <param name="Attributes">What the driver asked.</param>
/// <param name="IsBounced">Some of it goes through the pool.</param>
/// <param name="NeedsUnmap">What the driver was told: whether it must unmap.</param>
public sealed record DmaMapped(
    int Device,
    DmaMapType Type,
    RangeCpu Range,
    MapPlan Plan,
    DmaDirection Direction,
    DmaAttributes Attributes,
    bool IsBounced,
    bool NeedsUnmap);

/// <summary>A map gave nothing; everything taken for it was given back.</summary>
public sealed record DmaMapFailed(int Device, DmaMapType Type, DmaRefusal Refusal, Errno Errno);

/// <summary>A driver called unmap, with these words.</summary>
/// <param name="Device">Whose mapping.</param>
/// <param name="Type">By which call.</param>
/// <param name="Start">The device address as it is in the call.</param>
/// <param name="LengthBytes">The length as it is in the call.</param>
/// <param name="Entries">Chunks, as in the call of map.</param>
/// <param name="Direction">The direction as it is in the call.</param>
/// <param name="Cpu">Of a coherent mapping: where the CPU has it.</param>
public sealed record DmaUnmapped(
    int Device,
    DmaMapType Type,
    ulong Start,
    ulong LengthBytes,
    int Entries,
    DmaDirection Direction,
    PhysAddr? Cpu = null);

/// <summary>A driver handed a part of a mapping to the CPU, or back to the device.</summary>
/// <param name="Device">Whose mapping.</param>
/// <param name="Start">The device address.</param>
/// <param name="LengthBytes">How much.</param>
/// <param name="Direction">The direction as it is in the call.</param>
/// <param name="ForDevice">Handed to the device; otherwise to the CPU.</param>
/// <param name="Entries">Of a scatterlist: chunks; 0 for a single piece.</param>
public sealed record DmaSynced(
    int Device, ulong Start, ulong LengthBytes, DmaDirection Direction, bool ForDevice, int Entries = 0);

/// <summary>A device's driver went away.</summary>
public sealed record DriverUnbound(int Device);

/// <summary>A device was told to use the list of a pin as it is.</summary>
public sealed record ListAliased(int Device, long Keeper, RangeCpu Range);

/// <summary>A device's driver declared the alias over.</summary>
public sealed record AliasDropped(int Device, long Keeper, RangeCpu Range);
