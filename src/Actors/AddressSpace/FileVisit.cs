namespace PhyrActors.Actors;

/// <summary>What happens to the entries that lead to pages of a file when they are visited.</summary>
public enum FileVisit
{
    /// <summary>They go (unmap_mapping_folio).</summary>
    Unmap = 0,

    /// <summary>They go, and so do the copies that private mappings made of the pages (unmap_mapping_range with
    /// even_cows).</summary>
    UnmapCopiesToo,

    /// <summary>They lose the right to write (folio_mkclean).</summary>
    WriteProtect,

    /// <summary>They go, and whoever comes is told that the memory failed (TTU_HWPOISON).</summary>
    Poison,
}
