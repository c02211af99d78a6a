namespace PhyrActors.Model;

/// <summary>What lies at a physical address, as far as the DMA API cares.</summary>
public enum MemoryKind
{
    /// <summary>RAM of anybody.</summary>
    Ram,

    /// <summary>A kernel stack.</summary>
    Stack,

    /// <summary>Text or read-only data of the kernel.</summary>
    KernelImage,

    /// <summary>A device's registers or memory, with struct pages (ZONE_DEVICE) or without.</summary>
    Device,
}

/// <summary>DD9, DD10, DD25, DD26: the memory is of a kind that may be mapped by that call.</summary>
/// <remarks>Source: kernel/dma/debug.c:check_for_stack(), check_for_illegal_area() and kernel/dma/mapping.c, v7.0.
/// </remarks>
public static class MappableMemory
{
    /// <param name="device">For whom.</param>
    /// <param name="chunk">What is mapped.</param>
    /// <param name="attributes">What the caller says of it.</param>
    /// <param name="kind">What it is.</param>
    public static Violation? OfMap(int device, Phyr chunk, DmaAttributes attributes, MemoryKind kind)
    {
        bool isMmio = attributes.HasFlag(DmaAttributes.Mmio);
        return (kind, isMmio) switch
        {
            (MemoryKind.Device, false) => new Violation("DD25", $"device {device} maps registers {chunk} as memory"),
            (not MemoryKind.Device, true) => new Violation("DD26", $"device {device} maps RAM {chunk} as registers"),
            (MemoryKind.Stack, _) => new Violation("DD9", $"device {device} maps memory from stack {chunk}"),
            (MemoryKind.KernelImage, _) => new Violation("DD10", $"device {device} maps kernel text or rodata {chunk}"),
            _ => null,
        };
    }
}
