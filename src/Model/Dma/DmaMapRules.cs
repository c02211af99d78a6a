namespace PhyrActors.Model;

/// <summary>What dma_map_phys decides before anything is mapped, in its order.</summary>
/// <remarks>Source: kernel/dma/mapping.c:dma_map_phys(), v7.0.</remarks>
public static class DmaMapRules
{
    /// <summary>Whether a map begins at all; which code then maps is <see cref="DmaDevice.Ops"/>.</summary>
    public static DmaRefusal Check(DmaDevice device, DmaDirection direction, DmaAttributes attributes)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (direction is not (DmaDirection.Bidirectional or DmaDirection.ToDevice or DmaDirection.FromDevice))
        {
            return DmaRefusal.InvalidDirection;
        }

        if (device.Mask == 0)
        {
            return DmaRefusal.NoMask;
        }

        if (!device.IsCoherent && attributes.HasFlag(DmaAttributes.RequireCoherent))
        {
            return DmaRefusal.NotCoherent;
        }

        return attributes.HasFlag(DmaAttributes.CcShared) && device.Ops != DmaOps.Direct
            ? DmaRefusal.SharedNotDirect
            : DmaRefusal.None;
    }

    /// <summary>What forbids bouncing a mapping.</summary>
    public static DmaRefusal OfBounce(DmaAttributes attributes) =>
        attributes.HasFlag(DmaAttributes.Mmio) ? DmaRefusal.MmioBounced
        : attributes.HasFlag(DmaAttributes.RequireCoherent) ? DmaRefusal.NotCoherent
        : DmaRefusal.None;
}
