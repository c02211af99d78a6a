namespace PhyrActors.Actors;

/// <summary>Places in memory management.</summary>
internal static class MemoryPlaces
{
    public static readonly IReadOnlyList<(string Message, string Place)> All =
    [
        ("AddressSpaceProtocol.ReadPtes", "mm/gup.c:gup_fast_pte_range"),
        ("AddressSpaceProtocol.Recheck", "mm/gup.c:gup_fast_pte_range"),
        ("AddressSpaceProtocol.CowResolved", "mm/memory.c:do_wp_page"),

        // In kernel/fork.c until v6.14.
        ("AddressSpaceProtocol.Fork", "mm/mmap.c:dup_mmap"),
        ("AddressSpaceProtocol.Forked", "kernel/fork.c:copy_process"),
        ("AddressSpaceProtocol.ForkRefused", "kernel/fork.c:copy_process"),
        ("AddressSpaceProtocol.PagesCopied", "mm/memory.c:copy_present_ptes"),
        ("AddressSpaceProtocol.MigrateAt", "mm/migrate.c:do_pages_move"),
        ("AddressSpaceProtocol.UnmapForMigration", "mm/rmap.c:try_to_migrate"),
        ("AddressSpaceProtocol.RestoreMapping", "mm/migrate.c:remove_migration_ptes"),
        ("AddressSpaceProtocol.Exit", "mm/mmap.c:exit_mmap"),
        ("AddressSpaceProtocol.MappingsPut", "mm/mmap.c:exit_mmap"),
        ("AddressSpace.ContinueFork", "mm/memory.c:copy_page_range"),
        ("AddressSpace.FinishFork", "mm/mmap.c:dup_mmap"),
        ("AddressSpace.SequenceChange", "mm/memory.c:copy_page_range"),
        ("AddressSpace.WriteProtection", "mm/memory.c:copy_present_ptes"),

        ("FolioManagerProtocol.TakePins", "mm/gup.c:try_grab_folio_fast"),
        ("FolioManagerProtocol.DropPins", "mm/gup.c:gup_put_folio"),
        ("FolioManagerProtocol.PinsDropped", "mm/gup.c:gup_fast_fallback"),
        ("FolioManagerProtocol.ReleasePins", "mm/gup.c:unpin_user_page_range_dirty_lock"),
        ("FolioManagerProtocol.PinsReleased", "drivers/infiniband/core/umem.c:__ib_umem_release"),
        ("FolioManagerProtocol.BreakCow", "mm/memory.c:wp_page_copy"),
        ("FolioManagerProtocol.CopyPages", "mm/memory.c:copy_present_ptes"),
        ("FolioManagerProtocol.PutMappings", "mm/rmap.c:folio_remove_rmap_ptes"),
        ("FolioManagerProtocol.MigrateFolio", "mm/migrate.c:migrate_pages"),
        ("FolioManagerProtocol.MigrationDone", "mm/migrate.c:migrate_pages"),
        ("FolioManagerProtocol.UnmappedForMigration", "mm/migrate.c:migrate_folio_unmap"),
        ("FolioManagerProtocol.MappingRestored", "mm/migrate.c:migrate_folio_move"),
        ("FolioManagerProtocol.LendFrames", "drivers/iommu/iommu-pages.c:iommu_alloc_pages_node_sz"),
        ("FolioManagerProtocol.FramesLent", "drivers/iommu/iommu-pages.c:iommu_alloc_pages_node_sz"),
        ("PhysicalMemoryProtocol.HandedOver", "mm/page_alloc.c:get_page_from_freelist"),

        ("GupPinnerProtocol.Pin", "drivers/infiniband/core/umem.c:ib_umem_get"),
        ("GupPinnerProtocol.Pinned", "drivers/infiniband/core/umem.c:ib_umem_get"),
        ("GupPinnerProtocol.PinRefused", "drivers/infiniband/core/umem.c:ib_umem_get"),
        ("GupPinnerProtocol.Unpin", "drivers/infiniband/core/umem.c:ib_umem_release"),
        ("GupPinnerProtocol.Unpinned", "drivers/infiniband/core/umem.c:ib_umem_release"),
        ("GupPinnerProtocol.BatchChecked", "mm/gup.c:gup_fast_fallback"),
        ("GupPinnerProtocol.BatchRefused", "mm/gup.c:__gup_longterm_locked"),
        ("GupPinner.Release", "drivers/infiniband/core/umem.c:__ib_umem_release"),

        ("ForkEnvironment.ForkNow", "kernel/fork.c:kernel_clone"),
        ("ForkEnvironment.ExitNow", "kernel/exit.c:do_exit"),
        ("MigrationEnvironment.MigrateNow", "mm/migrate.c:do_pages_move"),
        ("Granted", "kernel/locking/rwsem.c:rwsem_down_read_slowpath"),
    ];
}
