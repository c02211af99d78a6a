namespace PhyrActors.Model;

/// <summary>dma-direct: the device gets the bus address of the memory itself, or of a bounce slot.</summary>
/// <remarks>Source: kernel/dma/direct.h:dma_direct_map_phys(), v7.0.</remarks>
public static class DirectMapping
{
    /// <summary>Decides for one piece.</summary>
    /// <param name="device">Who gets it.</param>
    /// <param name="phyr">The piece.</param>
    /// <param name="direction">Which way data moves.</param>
    /// <param name="attributes">What the caller asks.</param>
    /// <param name="hasPool">There is a pool to bounce through.</param>
    /// <param name="bus">Where the device finds it, unless it is bounced.</param>
    /// <param name="bounces">It must go through the pool.</param>
    public static DmaRefusal Plan(
        DmaDevice device,
        Phyr phyr,
        DmaDirection direction,
        DmaAttributes attributes,
        bool hasPool,
        out BusAddr bus,
        out bool bounces)
    {
        ArgumentNullException.ThrowIfNull(device);
        bus = default;
        bounces = device.ForcesBounce && !attributes.HasFlag(DmaAttributes.CcShared);
        if (bounces)
        {
            return DmaMapRules.OfBounce(attributes);
        }

        if (attributes.HasFlag(DmaAttributes.Mmio))
        {
            bus = new BusAddr(phyr.Start.Value);
            return device.CanReach(bus, phyr.LengthBytes) ? DmaRefusal.None : DmaRefusal.AddressOverflow;
        }

        bool isOnBus = device.TryToBus(phyr, out bus);
        if (isOnBus
            && device.CanReach(bus, phyr.LengthBytes)
            && !device.SharesCacheLines(phyr.LengthBytes, direction))
        {
            return DmaRefusal.None;
        }

        bounces = hasPool && !attributes.HasFlag(DmaAttributes.RequireCoherent);
        return bounces ? DmaRefusal.None
            : attributes.HasFlag(DmaAttributes.RequireCoherent) && hasPool ? DmaRefusal.NotCoherent
            : isOnBus ? DmaRefusal.AddressOverflow
            : DmaRefusal.OutsideBus;
    }
}
