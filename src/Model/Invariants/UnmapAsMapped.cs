namespace PhyrActors.Model;

/// <summary>DD1 to DD7 (I-37): what is unmapped was mapped, and is unmapped as it was mapped.</summary>
/// <remarks>Source: kernel/dma/debug.c:check_unmap(), v7.0.</remarks>
public static class UnmapAsMapped
{
    /// <summary>DMA_MAPPING_ERROR.</summary>
    public const ulong MappingError = ulong.MaxValue;

    /// <summary>Judges a call of unmap against the mapping that it fits best.</summary>
    /// <param name="unmapped">The call.</param>
    /// <param name="mapped">The device's live mapping that begins there, or null.</param>
    public static IEnumerable<Violation> OfUnmap(DmaUnmapped unmapped, MappedRecord? mapped)
    {
        ArgumentNullException.ThrowIfNull(unmapped);
        if (unmapped.Start == MappingError)
        {
            yield return Of("DD1", unmapped, "tries to free an invalid DMA memory address");
            yield break;
        }

        if (mapped is null)
        {
            yield return Of("DD2", unmapped, "tries to free DMA memory it has not allocated");
            yield break;
        }

        if (unmapped.LengthBytes != mapped.LengthBytes)
        {
            yield return Of(
                "DD3",
                unmapped,
                $"frees with a different size: mapped {mapped.LengthBytes}, unmapped {unmapped.LengthBytes}");
        }

        if (unmapped.Type != mapped.Type)
        {
            yield return Of("DD4", unmapped, $"frees with a wrong function: mapped as {mapped.Type}");
        }
        else if (unmapped.Type == DmaMapType.Coherent && unmapped.Cpu != mapped.Cpu)
        {
            yield return Of("DD5", unmapped, $"frees with a different CPU address: mapped {mapped.Cpu}");
        }
        else if (unmapped.Type == DmaMapType.Sg && unmapped.Entries != mapped.Entries)
        {
            yield return Of(
                "DD6",
                unmapped,
                $"frees a list with a different entry count: mapped {mapped.Entries}, unmapped {unmapped.Entries}");
        }

        if (unmapped.Direction != mapped.Direction)
        {
            yield return Of("DD7", unmapped, $"frees with a different direction: mapped {mapped.Direction}");
        }
    }

    private static Violation Of(string id, DmaUnmapped unmapped, string what) =>
        new(id, $"device {unmapped.Device} {what} (0x{unmapped.Start:x}, {unmapped.LengthBytes} bytes)");
}

/// <summary>What is remembered of a mapping until it is unmapped (struct dma_debug_entry).</summary>
/// <param name="Type">By which call it was made.</param>
/// <param name="LengthBytes">How long it is, all entries together.</param>
/// <param name="Entries">Chunks that were mapped.</param>
/// <param name="Direction">Which way data moves.</param>
/// <param name="Cpu">Where the memory begins.</param>
public sealed record MappedRecord(
    DmaMapType Type, ulong LengthBytes, int Entries, DmaDirection Direction, PhysAddr Cpu);
