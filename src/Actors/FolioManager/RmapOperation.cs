namespace PhyrActors.Actors;

/// <summary>What is done to a folio while its mapping is taken away.</summary>
public enum RmapOperation
{
    /// <summary>Moved to other frames (mm/migrate.c:migrate_pages).</summary>
    Migrate = 0,

    /// <summary>Made folios of one page each (mm/huge_memory.c:__folio_split).</summary>
    Split,

    /// <summary>Written to the swap device and freed (mm/vmscan.c:shrink_folio_list).</summary>
    Reclaim,

    /// <summary>Given up because the memory failed (mm/memory-failure.c:memory_failure).</summary>
    Fail,
}
