namespace PhyrActors.Actors;

/// <summary>Messages between <see cref="AddressSpace"/> and drivers that mirror a part of it without pins
/// (mm/mmu_notifier.c and mm/hmm.c, v6.16).</summary>
public static class MmuNotifierProtocol
{
    /// <summary>Has the sender told of all that takes mappings of a range away, or the right to write through them
    /// (mmu_interval_notifier_insert); answered by <see cref="Inserted"/>.</summary>
    public sealed record Insert(long Request, VirtAddr Start, ulong LengthBytes);

    /// <param name="Request">The caller's number.</param>
    /// <param name="Notifier">The address space's number.</param>
    /// <param name="Sequence">The notifier's first sequence.</param>
    public sealed record Inserted(long Request, long Notifier, long Sequence);

    /// <summary>Ends that (mmu_interval_notifier_remove); answered by <see cref="Removed"/> when no invalidation that
    /// the notifier was told of is under way.</summary>
    public sealed record Remove(long Notifier);

    public sealed record Removed(long Notifier);

    /// <summary>Waits until no invalidation is under way that the notifier was told of (mmu_interval_read_begin);
    /// answered by <see cref="ReadBegun"/>.</summary>
    /// <param name="Fault">The caller's number.</param>
    /// <param name="Sequence">The notifier's sequence.</param>
    public sealed record ReadBegin(long Fault, long Sequence);

    /// <summary>What is looked up from now on holds as long as the notifier's sequence stays this.</summary>
    public sealed record ReadBegun(long Fault, long Sequence);

    /// <summary>Looks pages up, and faults in what is not as it must be, and takes nothing (hmm_range_fault); answered
    /// by <see cref="RangeFaulted"/>.</summary>
    /// <param name="Fault">The caller's number.</param>
    /// <param name="Notifier">The notifier that will tell of changes.</param>
    /// <param name="Start">The first page.</param>
    /// <param name="LengthBytes">Whole pages.</param>
    /// <param name="Write">They will be written.</param>
    public sealed record RangeFault(long Fault, long Notifier, VirtAddr Start, ulong LengthBytes, bool Write);

    /// <param name="Fault">The caller's number.</param>
    /// <param name="Entries">Entries from the first page on: at least one, and perhaps not all.</param>
    /// <param name="Errno">EFAULT: there is nothing, or nothing of that kind. EINVAL: the address space is gone.
    /// ENOMEM: no memory.</param>
    public sealed record RangeFaulted(long Fault, ReadOnlyMemory<PteRun> Entries, Errno Errno);

    /// <summary>To a driver: its device must reach nothing of the range any more
    /// (mmu_interval_notifier_ops.invalidate); answered by <see cref="Invalidated"/>. Nothing of the range is freed,
    /// moved or shared before.</summary>
    /// <param name="Invalidation">The address space's number.</param>
    /// <param name="Notifier">The notifier.</param>
    /// <param name="Range">What goes; may reach beyond what the notifier mirrors.</param>
    /// <param name="Sequence">The notifier's sequence from now on.</param>
    /// <param name="MayBlock">Whether the driver may wait for anything.</param>
    public sealed record Invalidate(
        long Invalidation, long Notifier, VirtRange Range, long Sequence, bool MayBlock);

    /// <param name="Invalidation">The address space's number.</param>
    /// <param name="Done">False: it could not be done without waiting, and nothing was.</param>
    public sealed record Invalidated(long Invalidation, bool Done);
}
