namespace PhyrActors.Actors;

/// <summary>What a pin is for (FOLL_ flags of include/linux/mm_types.h).</summary>
[Flags]
public enum PinFlags
{
    None = 0,

    /// <summary>FOLL_WRITE.</summary>
    Write = 1,

    /// <summary>FOLL_LONGTERM.</summary>
    Longterm = 2,
}

/// <summary>Messages of <see cref="AddressSpace"/>.</summary>
public static class AddressSpaceProtocol
{
    /// <summary>Reads the entries of one batch of a pin (mm/gup.c:gup_fast_pte_range, or the slow path under the mmap
    /// lock). Goes on as <see cref="FolioManagerProtocol.TakePins"/>; the sender gets
    /// <see cref="GupPinnerProtocol.BatchChecked"/> or <see cref="GupPinnerProtocol.BatchRefused"/>, exactly
    /// once.</summary>
    public sealed record ReadPtes(long Pin, VirtAddr Start, ulong LengthBytes, PinFlags Flags, bool Slow);

    /// <summary>Compares the entries again after the pins were taken.</summary>
    /// <param name="Batch">The batch.</param>
    /// <param name="WriteProtectSeq">What it was when the entries were read.</param>
    /// <param name="Entries">The entries as they were.</param>
    /// <param name="Taken">The pins taken, from the first entry on.</param>
    /// <param name="Errno">Why no more were taken: EAGAIN, the folio is gone; ENOMEM, it cannot be pinned.</param>
    public sealed record Recheck(
        ReadPtes Batch,
        ulong WriteProtectSeq,
        ReadOnlyMemory<PteRun> Entries,
        ReadOnlyMemory<PinnedRun> Taken,
        Errno Errno);

    /// <summary>A page that must not be written in place is the writer's own now, or has a copy at
    /// <paramref name="Frame"/> (mm/memory.c:do_wp_page).</summary>
    public sealed record CowResolved(ReadPtes Batch, PteRun Entry, Pfn Frame, Errno Errno);

    /// <summary>Forks the process (kernel/fork.c:dup_mmap): answered by <see cref="Forked"/> or
    /// <see cref="ForkRefused"/>.</summary>
    public sealed record Fork(int ChildProcess);

    public sealed record Forked(int ChildProcess, IActorRef Child);

    /// <summary>What was copied is given back.</summary>
    public sealed record ForkRefused(int ChildProcess, Errno Errno);

    /// <summary>What became of a batch of the parent's pages.</summary>
    /// <param name="Entries">The parent's entries of the batch.</param>
    /// <param name="Copies">The child's frame for each; the parent's own where it is shared.</param>
    /// <param name="Errno">ENOMEM when memory ran out after <paramref name="Copies"/>.</param>
    public sealed record PagesCopied(ReadOnlyMemory<PteRun> Entries, ReadOnlyMemory<Pfn> Copies, Errno Errno);

    /// <summary>Migrates the folio behind an address (move_pages(2)); goes on at the folios, and the sender gets
    /// <see cref="FolioManagerProtocol.MigrationDone"/>.</summary>
    public sealed record MigrateAt(VirtAddr At);

    /// <summary>Takes the mapping of a folio away for its migration (mm/rmap.c:try_to_migrate); EAGAIN unless the
    /// folio's first frame is mapped there, or while a fork copies.</summary>
    public sealed record UnmapForMigration(long Ticket, VirtAddr At, Pfn Head);

    /// <summary>Puts the mapping back, to the same or to another folio (mm/migrate.c:remove_migration_ptes).</summary>
    public sealed record RestoreMapping(long Ticket, PteRun Entry, Pfn Frame);

    /// <summary>Gives everything back and stops (exit_mmap).</summary>
    public sealed record Exit;

    /// <summary>Mappings given back by the folios.</summary>
    public sealed record MappingsPut;
}
