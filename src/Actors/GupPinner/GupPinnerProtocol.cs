namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="GupPinner"/>.</summary>
public static class GupPinnerProtocol
{
    /// <summary>Pins a range for long (drivers/infiniband/core/umem.c:ib_umem_get): answered by <see cref="Pinned"/>,
    /// or by <see cref="PinRefused"/> with nothing pinned or charged.</summary>
    /// <param name="Number">The caller's number of the pin; the answers carry it.</param>
    /// <param name="Start">A page's first byte.</param>
    /// <param name="LengthBytes">Whole pages.</param>
    /// <param name="Flags">What for.</param>
    public sealed record Pin(long Number, VirtAddr Start, ulong LengthBytes, PinFlags Flags);

    public sealed record Pinned(long Pin, RangeCpu Range);

    public sealed record PinRefused(long Pin, Errno Errno);

    /// <summary>Marks dirty if asked, gives the pins back and takes the charge back (ib_umem_release); answered by
    /// <see cref="Unpinned"/>.</summary>
    public sealed record Unpin(long Pin, RangeCpu Range, bool Dirty);

    public sealed record Unpinned(long Pin);

    /// <summary>The address space compared a batch after its pins were taken.</summary>
    /// <param name="Batch">The batch.</param>
    /// <param name="Taken">The pins taken.</param>
    /// <param name="Good">How many of them, from the first, are good; the others are to be dropped.</param>
    /// <param name="NeedsSlowPath">What follows the good ones needs the slow path.</param>
    public sealed record BatchChecked(
        AddressSpaceProtocol.ReadPtes Batch, ReadOnlyMemory<PinnedRun> Taken, int Good, bool NeedsSlowPath);

    /// <summary>The slow path failed.</summary>
    public sealed record BatchRefused(AddressSpaceProtocol.ReadPtes Batch, Errno Errno);
}
