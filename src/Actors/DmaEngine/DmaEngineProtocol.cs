namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="DmaEngine"/>.</summary>
public static class DmaEngineProtocol
{
    /// <summary>Gives the device a memory key: from the answer <see cref="KeyProgrammed"/> on it may use the
    /// range.</summary>
    public sealed record ProgramKey(long Key, Iova Start, ulong LengthBytes, bool RelaxedOrdering)
    {
        /// <summary>Where the range lies when that is not in one piece; null when it is.</summary>
        public RangeDma? Pieces { get; init; }
    }

    /// <summary>ENODEV: the device is gone.</summary>
    public sealed record KeyProgrammed(long Key, Errno Errno = Errno.None);

    /// <summary>Takes a key away: no new access; the answer <see cref="KeyDestroyed"/> comes when reads are back and
    /// rides behind the posted writes.</summary>
    public sealed record DestroyKey(long Key);

    /// <summary>EIO: the command failed; the device may still use the key.</summary>
    public sealed record KeyDestroyed(long Key, Errno Errno = Errno.None);

    /// <summary>Rings the doorbell for one operation; answered by <see cref="WorkCompleted"/>.</summary>
    /// <param name="Operation">The driver's number.</param>
    /// <param name="Key">The memory key.</param>
    /// <param name="OffsetBytes">Where in the key's range.</param>
    /// <param name="LengthBytes">How much.</param>
    /// <param name="Write">Whether the device writes memory.</param>
    public sealed record Post(long Operation, long Key, ulong OffsetBytes, ulong LengthBytes, bool Write);

    /// <summary>The same to a peer's BAR.</summary>
    public sealed record PostPeer(long Operation, BusAddr Bus, ulong LengthBytes, bool Write);

    /// <summary>EINVAL: no such key, outside it, or no bytes. EIO: the access failed.</summary>
    public sealed record WorkCompleted(long Operation, Errno Errno);
}
