namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="FolioManager"/>.</summary>
public static class FolioManagerProtocol
{
    /// <summary>Takes a pin on each entry's folio (mm/gup.c:try_grab_folio_fast); goes on as
    /// <see cref="AddressSpaceProtocol.Recheck"/>.</summary>
    public sealed record TakePins(
        AddressSpaceProtocol.ReadPtes Batch,
        ulong WriteProtectSeq,
        ReadOnlyMemory<PteRun> Entries,
        IActorRef AddressSpace);

    /// <summary>Gives back pins that were never handed out; answered by <see cref="PinsDropped"/>.</summary>
    public sealed record DropPins(long Pin, ReadOnlyMemory<PinnedRun> Runs);

    public sealed record PinsDropped(long Pin);

    /// <summary>Gives back the pins of chunks <c>[FirstChunk, FirstChunk + Chunks)</c> (mm/gup.c:
    /// unpin_user_page_range_dirty_lock); answered by <see cref="PinsReleased"/>.</summary>
    public sealed record ReleasePins(long Pin, RangeCpu Range, int FirstChunk, int Chunks, bool Dirty);

    public sealed record PinsReleased(long Pin, int FirstChunk, int Chunks);

    /// <summary>Gives a writer its own page (mm/memory.c:do_wp_page); answered, to the address space, by
    /// <see cref="AddressSpaceProtocol.CowResolved"/>.</summary>
    public sealed record BreakCow(
        AddressSpaceProtocol.ReadPtes Batch, PteRun Entry, int Process, IActorRef AddressSpace);

    /// <summary>Copies or shares pages for a child (mm/memory.c:copy_present_ptes); answered by
    /// <see cref="AddressSpaceProtocol.PagesCopied"/>.</summary>
    public sealed record CopyPages(
        int ChildProcess, ReadOnlyMemory<PteRun> Entries, bool CopyPinned, IActorRef AddressSpace);

    /// <summary>Gives mappings back; answered by <see cref="AddressSpaceProtocol.MappingsPut"/> if asked.</summary>
    public sealed record PutMappings(ReadOnlyMemory<PteRun> Entries, bool Answer);

    /// <summary>Moves a folio to other frames (mm/migrate.c:migrate_pages); answered by
    /// <see cref="MigrationDone"/>.</summary>
    public sealed record MigrateFolio(Pfn Frame, IActorRef AddressSpace);

    /// <summary>EAGAIN: something holds the folio; ENOMEM: nowhere to move it.</summary>
    public sealed record MigrationDone(Errno Errno);

    public sealed record UnmappedForMigration(long Ticket, PteRun Entry, Errno Errno);

    public sealed record MappingRestored(long Ticket);

    /// <summary>Lends single frames for page tables; answered by <see cref="FramesLent"/>.</summary>
    public sealed record LendFrames(int Count);

    /// <summary>The frames lent: fewer than asked for when memory ran out.</summary>
    public sealed record FramesLent(ReadOnlyMemory<Pfn> Frames);
}
