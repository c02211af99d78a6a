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

        /// <summary>The device may use a page only between two <see cref="WritePages"/>; what it lacks is a
        /// <see cref="PageFault"/>.</summary>
        public bool OnDemand { get; init; }
    }

    /// <summary>ENODEV: the device is gone.</summary>
    public sealed record KeyProgrammed(long Key, Errno Errno = Errno.None);

    /// <summary>Takes a key away: no new access; the answer <see cref="KeyDestroyed"/> comes when reads are back and
    /// rides behind the posted writes.</summary>
    public sealed record DestroyKey(long Key);

    /// <summary>EIO: the command failed; the device may still use the key.</summary>
    public sealed record KeyDestroyed(long Key, Errno Errno = Errno.None);

    /// <summary>Gives the device pages of a key on demand, or takes them away (a UMR of hw/mlx5/umr.c); answered by
    /// <see cref="PagesWritten"/>, which rides behind posted writes and comes when reads begun before are
    /// back.</summary>
    public sealed record WritePages(long Key, ulong OffsetBytes, ulong LengthBytes, bool Present);

    public sealed record PagesWritten(long Key, bool Present);

    /// <summary>To the driver: an operation waits for pages of a key on demand; answered by
    /// <see cref="ResumeFault"/>.</summary>
    /// <param name="Operation">The operation.</param>
    /// <param name="Key">Its key.</param>
    /// <param name="OffsetBytes">The first byte missing.</param>
    /// <param name="LengthBytes">What the operation still needs from there.</param>
    public sealed record PageFault(long Operation, long Key, ulong OffsetBytes, ulong LengthBytes);

    /// <summary>Lets an operation try again, or ends it with an error.</summary>
    public sealed record ResumeFault(long Operation, Errno Errno = Errno.None);

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
