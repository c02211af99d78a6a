namespace PhyrActors.Model;

/// <summary>DD13 to DD18: what is synced lies in a live mapping and is handed over the way it was mapped.</summary>
/// <remarks>Source: kernel/dma/debug.c:check_sync(), v7.0.</remarks>
public static class SyncWithinMapping
{
    /// <summary>Judges a call of sync against the mapping that it begins in.</summary>
    /// <param name="synced">The call.</param>
    /// <param name="start">Where that mapping begins.</param>
    /// <param name="mapped">The mapping, or null.</param>
    public static IEnumerable<Violation> OfSync(DmaSynced synced, ulong start, MappedRecord? mapped)
    {
        ArgumentNullException.ThrowIfNull(synced);
        if (mapped is null)
        {
            yield return Of("DD13", synced, "tries to sync DMA memory it has not allocated");
            yield break;
        }

        if (synced.Start - start + synced.LengthBytes > mapped.LengthBytes)
        {
            yield return Of("DD14", synced, $"syncs outside the allocated range of {mapped.LengthBytes} bytes");
        }

        bool fits = mapped.Direction == DmaDirection.Bidirectional || synced.Direction == mapped.Direction;
        if (!fits)
        {
            yield return Of("DD15", synced, $"syncs with a different direction: mapped {mapped.Direction}");
        }
        else if (!synced.ForDevice && mapped.Direction == DmaDirection.ToDevice)
        {
            yield return Of("DD16", synced, "syncs memory that the device only reads for the CPU");
        }
        else if (synced.ForDevice && mapped.Direction == DmaDirection.FromDevice)
        {
            yield return Of("DD17", synced, "syncs memory that the device only writes for the device");
        }

        if (synced.Entries != 0 && mapped.Type == DmaMapType.Sg && synced.Entries != mapped.Entries)
        {
            yield return Of(
                "DD18",
                synced,
                $"syncs a list with a different entry count: mapped {mapped.Entries}, synced {synced.Entries}");
        }
    }

    private static Violation Of(string id, DmaSynced synced, string what) =>
        new(id, $"device {synced.Device} {what} (0x{synced.Start:x}, {synced.LengthBytes} bytes)");
}
