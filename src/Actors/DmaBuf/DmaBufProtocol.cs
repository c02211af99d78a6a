namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="DmaBuf"/>: those of drivers/dma-buf/dma-buf.c, v7.0.</summary>
/// <remarks>Importers are named by their device's number; answers carry the buffer's.</remarks>
public static class DmaBufProtocol
{
    /// <summary>Lets a device import the buffer: answered by <see cref="Attached"/>.</summary>
    /// <param name="Importer">The device.</param>
    /// <param name="AllowsPeers">It takes memory without pages (allow_peer2peer).</param>
    /// <param name="IsRevocable">Its driver hears <see cref="InvalidateMappings"/> and then unmaps.</param>
    public sealed record Attach(int Importer, bool AllowsPeers = true, bool IsRevocable = true);

    /// <summary>EOPNOTSUPP: memory of a peer, which may be taken back, is not for this importer. ENODEV: it is
    /// revoked. EBUSY: it is attached already.</summary>
    public sealed record Attached(int Buffer, Errno Errno);

    /// <summary>Ends an attachment: answered by <see cref="Detached"/>.</summary>
    public sealed record Detach(int Importer);

    /// <summary>EINVAL: there is none. EBUSY: it is mapped, or a map of it is under way.</summary>
    public sealed record Detached(int Buffer, Errno Errno);

    /// <summary>Maps the buffer for an attached device: answered by <see cref="Mapped"/> or
    /// <see cref="MapRefused"/>.</summary>
    public sealed record Map(int Importer, DmaDirection Direction, int Cpu);

    /// <param name="Buffer">The buffer.</param>
    /// <param name="Plan">What to tell the device: bus addresses below a common switch, else IOVA of its
    /// domain.</param>
    public sealed record Mapped(int Buffer, MapPlan Plan);

    /// <summary>Nothing is mapped. ENODEV: it is revoked. EINVAL: not attached, or no way leads from the device to the
    /// exporter. EBUSY: it is mapped. Any other: the DMA API refused.</summary>
    public sealed record MapRefused(int Buffer, Errno Errno);

    /// <summary>Unmaps: answered by <see cref="Unmapped"/>. The importer's device is done by then: its fences have
    /// signalled.</summary>
    public sealed record Unmap(int Importer);

    /// <summary>EINVAL: not mapped. Any other: the unit did not confirm; the mapping stays, and with it whatever waits
    /// for its end.</summary>
    public sealed record Unmapped(int Buffer, Errno Errno);

    /// <summary>Told to each importer: it has its device finish, and unmaps.</summary>
    public sealed record InvalidateMappings(int Buffer);

    /// <summary>Takes the memory back: answered by <see cref="Revoked"/> when nothing maps it any more. A second one is
    /// answered with the first, or at once.</summary>
    public sealed record Revoke;

    public sealed record Revoked(int Buffer);

    /// <summary>Lends the memory again: answered by <see cref="Restored"/>.</summary>
    public sealed record Restore;

    /// <summary>EBUSY: it is still being revoked.</summary>
    public sealed record Restored(int Buffer, Errno Errno);
}
