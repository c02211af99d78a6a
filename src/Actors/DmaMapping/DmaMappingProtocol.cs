namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="DmaMapping"/>: dma_map_* of include/linux/dma-mapping.h for whole lists.</summary>
public static class DmaMappingProtocol
{
    /// <summary>How often the invalidation of a window is asked for again; after that the window stays as it is, and
    /// with it what it leads to.</summary>
    public const int DestroyRetriesMax = 256;

    /// <summary>Maps a list for a device: answered by <see cref="Mapped"/> or <see cref="MapRefused"/>.</summary>
    /// <param name="Request">Given back.</param>
    /// <param name="Device">The device.</param>
    /// <param name="Range">What to map.</param>
    /// <param name="Keeper">The pin that keeps it; below 0 for the kernel's own memory.</param>
    /// <param name="Direction">Which way data moves.</param>
    /// <param name="Attributes">What else is asked.</param>
    /// <param name="Cpu">Who calls.</param>
    /// <param name="Peers">Peers' memory that the list may lie in.</param>
    public sealed record Map(
        long Request,
        int Device,
        RangeCpu Range,
        long Keeper,
        DmaDirection Direction,
        DmaAttributes Attributes,
        int Cpu,
        ReadOnlyMemory<PeerWindow> Peers = default);

    /// <param name="Request">The request.</param>
    /// <param name="Plan">What to tell the device.</param>
    /// <param name="NeedsUnmap">Whether anything but the end of an alias is undone by an unmap
    /// (dma_need_unmap).</param>
    public sealed record Mapped(long Request, MapPlan Plan, bool NeedsUnmap);

    /// <summary>Nothing is mapped and nothing is held.</summary>
    public sealed record MapRefused(long Request, DmaRefusal Refusal, Errno Errno);

    /// <summary>Unmaps what a map gave: answered by <see cref="Unmapped"/>.</summary>
    /// <param name="Request">Given back.</param>
    /// <param name="Device">The device.</param>
    /// <param name="Start">The address of the first entry.</param>
    /// <param name="LengthBytes">The length that was mapped; of a bounce slot so much is copied back.</param>
    /// <param name="Entries">Chunks that were mapped.</param>
    /// <param name="Direction">As mapped.</param>
    /// <param name="Attributes">As mapped.</param>
    /// <param name="Cpu">Who calls.</param>
    public sealed record Unmap(
        long Request,
        int Device,
        ulong Start,
        ulong LengthBytes,
        int Entries,
        DmaDirection Direction,
        DmaAttributes Attributes,
        int Cpu);

    /// <summary>EINVAL: this device has no mapping there; the kernel warns and does nothing. Any other: the unit did
    /// not confirm, and what the mapping held stays held.</summary>
    public sealed record Unmapped(long Request, Errno Errno);

    /// <summary>Hands a part of a mapping to the CPU or back to the device: answered by <see cref="Synced"/>. Where
    /// nothing is bounced nothing is done, and nothing checked.</summary>
    public sealed record Sync(
        long Request, int Device, ulong Start, ulong LengthBytes, DmaDirection Direction, bool ForDevice);

    /// <summary>EINVAL: past the end of a bounce slot.</summary>
    public sealed record Synced(long Request, Errno Errno);
}
