namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class AddressSpace : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("write_protect_seq", _writeProtectSeq),
        StateFact.Of("MMF_HAS_PINNED", _hasPinned),
        StateFact.Of("mmap_lock", _mmapLock),
        StateFact.Of("fork", _fork is { } fork ? $"copying, {fork.CopiedPages} pages done" : "none"),
        StateFact.Of("waiting for migration", _migrationWaiters.Count),
        StateFact.Of("notifiers", _notifiers.Count),
        StateFact.Of("invalidations", _invalidations.Count),
    ];
}
