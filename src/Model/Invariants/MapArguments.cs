namespace PhyrActors.Model;

/// <summary>DD28: a map is asked with a direction, and by a device with a mask.</summary>
/// <remarks>The third part, an errno of dma_map_sg that callers do not expect, cannot occur: refusals have a type.
/// Source: kernel/dma/mapping.c, v7.0.</remarks>
public static class MapArguments
{
    public const string Id = "DD28";

    public static Violation? OfRefusal(int device, DmaRefusal refusal) => refusal switch
    {
        DmaRefusal.InvalidDirection => new Violation(Id, $"device {device} maps without a direction"),
        DmaRefusal.NoMask => new Violation(Id, $"device {device} maps without a DMA mask"),
        _ => null,
    };
}
