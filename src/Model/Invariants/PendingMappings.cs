namespace PhyrActors.Model;

/// <summary>DD23, DD24: a driver that goes leaves no mapping behind, and there are never more than can be
/// remembered.</summary>
/// <remarks>Source: kernel/dma/debug.c:dma_debug_device_change() and dma_entry_alloc(), v7.0.</remarks>
public static class PendingMappings
{
    /// <summary>Entries before the check gives up, unless told otherwise (PREALLOC_DMA_DEBUG_ENTRIES).</summary>
    public const int EntriesMax = 65536;

    /// <param name="device">Whose driver went.</param>
    /// <param name="count">Mappings left.</param>
    /// <param name="oldest">Where the oldest begins.</param>
    public static Violation? OfUnbind(int device, int count, ulong oldest) => count == 0
        ? null
        : new Violation(
            "DD23", $"device {device}: its driver has pending DMA allocations: {count}, one of them at 0x{oldest:x}");

    /// <param name="count">Live mappings of all devices.</param>
    /// <param name="most">How many can be remembered.</param>
    public static Violation? OfCount(int count, int most) => count <= most
        ? null
        : new Violation("DD24", $"{count} mappings are live, more than can be remembered: {most}");
}
