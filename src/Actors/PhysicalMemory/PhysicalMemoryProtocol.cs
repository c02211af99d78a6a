namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="PhysicalMemory"/>.</summary>
public static class PhysicalMemoryProtocol
{
    /// <summary>Bytes of a device's access; answered by <see cref="Landed"/> once they are read or written.</summary>
    /// <param name="Request">The fabric's number of the request.</param>
    /// <param name="Stamp">The unit's mark of the translation, given back.</param>
    /// <param name="Requester">The device.</param>
    /// <param name="Domain">The domain that translated; -1 for a peer access by bus address.</param>
    /// <param name="Iova">What the device sent.</param>
    /// <param name="Phys">Where it goes.</param>
    /// <param name="LengthBytes">How much.</param>
    /// <param name="Write">Whether the device writes.</param>
    public sealed record Access(
        long Request,
        long Stamp,
        int Requester,
        int Domain,
        Iova Iova,
        PhysAddr Phys,
        ulong LengthBytes,
        bool Write);

    public sealed record Landed(long Request, long Stamp, ulong LengthBytes);

    /// <summary>Frames get a new owner; answered by <see cref="HandedOver"/>.</summary>
    public sealed record HandOver(long Ticket, ReadOnlyMemory<FrameBlock> Blocks);

    public sealed record HandedOver(long Ticket);

    /// <summary>A CPU copies bytes from one place to another; answered by <see cref="Copied"/> when they are
    /// there.</summary>
    public sealed record Copy(long Ticket, PhysAddr From, PhysAddr To, ulong LengthBytes);

    public sealed record Copied(long Ticket);
}
