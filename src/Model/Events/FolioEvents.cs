namespace PhyrActors.Model;

/// <summary>How a folio left its frames, or its shape.</summary>
public enum FolioMove
{
    Migrated,
    Split,
    SwappedOut,
    Collapsed,
}

/// <summary>A folio was moved, split or swapped out, in this step.</summary>
/// <param name="Frame">Its first frame.</param>
/// <param name="Move">What was done.</param>
/// <param name="RefCount">Its references at that moment.</param>
/// <param name="ExpectedRefs">Those that mappings, caches and the operation itself explain.</param>
public sealed record FolioMoved(Pfn Frame, FolioMove Move, int RefCount, int ExpectedRefs);

/// <summary>An attempt at a folio that needs its mapping gone meanwhile ended.</summary>
public sealed record FolioOperationEnded(Pfn Frame, FolioMove Move, Errno Errno);

/// <summary>Memory failed: recovered if nobody but the process held it.</summary>
public sealed record MemoryFailed(Pfn Frame, bool Recovered);

/// <summary>A page block was emptied, or not.</summary>
public sealed record BlockEvacuated(Pfn Frame, bool Offline, Errno Errno);

/// <summary>Pins for long were taken on a folio that may not be pinned so; they must not be handed out.</summary>
public sealed record UnpinnableFramesPinned(long Pin, Pfn Frame, MemoryZone Zone);

/// <summary>A process lost pages of its own accord: the entries lead nowhere from now on.</summary>
public sealed record EntriesZapped(int Process, VirtAddr Start, ulong Pages);

/// <summary>An entry leads to another frame although its process did not ask for that.</summary>
/// <param name="Process">Whose entry.</param>
/// <param name="Entry">As it was.</param>
/// <param name="Frame">Where it leads now.</param>
public sealed record EntryReplaced(int Process, PteRun Entry, Pfn Frame)
{
    /// <summary>The process has a copy of its own there now.</summary>
    public bool IsCopy { get; init; }
}

/// <summary>A process moved pages to another address of its own; entries lead to the same frames there.</summary>
public sealed record EntriesMoved(int Process, VirtAddr From, VirtAddr To, ulong Pages);

/// <summary>A page was moved to another address by userfaultfd, which may be done to none that is pinned.</summary>
/// <param name="Process">Whose entry.</param>
/// <param name="Entry">As it was.</param>
/// <param name="To">Where the page is now.</param>
public sealed record UserfaultMoved(int Process, PteRun Entry, VirtAddr To);

/// <summary>A huge entry was split for a caller that works by the page.</summary>
public sealed record PmdSplit(int Process, VirtAddr At);
