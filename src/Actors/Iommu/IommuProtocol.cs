namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="Iommu"/>.</summary>
public static class IommuProtocol
{
    /// <summary>Translates a request; answered by one <see cref="Translated"/> a leaf, or by <see cref="Faulted"/> at
    /// the first byte that may not be reached.</summary>
    /// <param name="Request">The fabric's number.</param>
    /// <param name="Requester">The device.</param>
    /// <param name="Iova">The first byte.</param>
    /// <param name="LengthBytes">How much.</param>
    /// <param name="Write">Whether the device writes.</param>
    /// <param name="Ats">The device wants the translation of the first byte for its own cache: answered by
    /// <see cref="AtsTranslated"/> or <see cref="Faulted"/>.</param>
    public sealed record Translate(
        long Request, int Requester, Iova Iova, ulong LengthBytes, bool Write, bool Ats = false);

    /// <summary>A piece of a request; counted as in flight until <see cref="Landed"/> comes with its stamp.</summary>
    public sealed record Translated(
        long Request, long Stamp, int Domain, Iova Iova, PhysAddr Phys, ulong LengthBytes);

    /// <summary>A leaf for a device's own cache.</summary>
    public sealed record AtsTranslated(long Request, int Domain, TlbEntry Entry);

    public sealed record Faulted(long Request);

    /// <summary>A translated piece has reached memory.</summary>
    public sealed record Landed(long Stamp);

    /// <summary>Software moved the tail register past new descriptors, the last of them a wait.</summary>
    public sealed record TailWritten(ReadOnlyMemory<InvalidationDescriptor> Descriptors, int FirstSlot = 0);

    /// <summary>A wait descriptor wrote its status.</summary>
    public sealed record StatusWritten(int Slot);

    /// <summary>To a device, through the fabric: forget a region; answered by <see cref="AtsInvalidated"/> behind the
    /// device's posted writes, or by <see cref="AtsTimedOut"/>.</summary>
    public sealed record AtsInvalidate(long Tag, int Requester, Iova Start, int SizeLog2);

    public sealed record AtsInvalidated(long Tag);

    /// <summary>The unit's time for an answer has run out.</summary>
    /// <param name="Tag">Of the request.</param>
    /// <param name="DevicePresent">What pci_device_is_present would say of the device.</param>
    public sealed record AtsTimedOut(long Tag, bool DevicePresent);

    /// <summary>The fault status register changed.</summary>
    /// <param name="Fault">What happened.</param>
    /// <param name="Head">The slot of the next descriptor to be taken.</param>
    /// <param name="Requester">Of a timeout: whose cache.</param>
    /// <param name="DevicePresent">Of a timeout: whether that device is there.</param>
    public sealed record FaultRaised(QueueFault Fault, int Head, int Requester = -1, bool DevicePresent = true);

    /// <summary>Software clears a fault; the queue goes on.</summary>
    /// <param name="Fault">Which.</param>
    /// <param name="Overwrite">What software wrote over the descriptor at the head first, if anything.</param>
    public sealed record ClearFault(QueueFault Fault, InvalidationDescriptor? Overwrite = null);

    /// <summary>Reads the head register; answered by <see cref="HeadIs"/>.</summary>
    public sealed record ReadHead;

    public sealed record HeadIs(int Slot);

    /// <summary>Software writes a device's context entry and has the unit forget the old one; answered by
    /// <see cref="ContextWritten"/>.</summary>
    /// <param name="Requester">The device.</param>
    /// <param name="Entry">Null: the device is blocked.</param>
    public sealed record WriteContext(int Requester, ContextEntry? Entry);

    public sealed record ContextWritten(int Requester);
}

/// <summary>What can go wrong in an invalidation queue (DMA_FSTS_IQE, _ITE and _ICE).</summary>
public enum QueueFault
{
    /// <summary>A descriptor that the unit cannot execute: it stops there.</summary>
    QueueError,

    /// <summary>A device did not answer in time: the unit stops and aborts its pending waits.</summary>
    Timeout,

    /// <summary>A completion that nobody waits for.</summary>
    CompletionError,
}
