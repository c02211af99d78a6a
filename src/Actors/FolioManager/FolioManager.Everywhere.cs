using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Migration, swap-out and failure of anonymous memory that a fork has shared, or left to a child: every
/// mapping is taken away, the references are compared, and each is put back or becomes another entry
/// (mm/rmap.c:try_to_migrate, try_to_unmap, v6.16).</summary>
/// <remarks>Where fewer mappings are found than the folio counts, as of pages that were merged, moved or unmapped in
/// part, all is put back and the operation ends with EAGAIN.</remarks>
public sealed partial class FolioManager
{
    private readonly Dictionary<long, int> _restoresLeft = [];

    private static bool IsSharedAnon(RmapOperation operation, Folio folio) =>
        operation != RmapOperation.Split && folio.MapCount > 1 && folio.Has(FolioFlags.Anon);

    private static void UnmapEverywhere(long ticket, Moving moving, Folio folio) => moving.AddressSpace.Tell(
        new AddressSpaceProtocol.UnmapEverywhere(ticket, folio.Block, folio.MappedAt));

    private void OnUnmappedEverywhere(UnmappedEverywhere unmapped)
    {
        Moving moving = _moving[unmapped.Ticket];
        _folios.TryFind(moving.From, out Folio folio);
        ReadOnlySpan<FoundMapping> found = unmapped.Mappings.Span;
        bool isAll = found.Length > 0 && found.Length == folio.MapCount;
        bool isAlone = folio.RefCount == folio.ExpectedRefs + 1;
        Folio target = default;
        Errno errno = !isAll ? Errno.EAGAIN
            : moving.Operation == RmapOperation.Migrate ? Move(moving, default, out target)
            : isAlone ? Errno.None
            : moving.Operation == RmapOperation.Fail ? Errno.EBUSY
            : Errno.EAGAIN;
        PteFlags state = PteFlags.Present;
        if (isAll && moving.Operation == RmapOperation.Fail)
        {
            state = PteFlags.Poison;
            _folios.Unmap(moving.From, found.Length);
            Context.System.EventStream.Publish(new MemoryFailed(moving.From, isAlone));
        }
        else if (errno == Errno.None && moving.Operation == RmapOperation.Reclaim)
        {
            state = PteFlags.Swap;
            PublishMove(folio, FolioMove.SwappedOut);
            _folios.Unmap(moving.From, found.Length);
        }

        bool moved = moving.Operation == RmapOperation.Migrate && errno == Errno.None;
        moving = moving with { Now = moved ? target.Head : moving.From, Errno = errno };
        _locks.Take(moving.Now, Operations.OfFolio(unmapped.Ticket));
        _moving[unmapped.Ticket] = moving;
        _restoresLeft.Add(unmapped.Ticket, found.Length);
        HandOver(moved ? [target.Block] : [], Self, new RestoreEverywhere(unmapped, state), Self);
    }

    private void OnRestoreEverywhere(RestoreEverywhere restore)
    {
        UnmappedEverywhere unmapped = restore.Unmapped;
        Moving moving = _moving[unmapped.Ticket];
        foreach (FoundMapping mapping in unmapped.Mappings.Span)
        {
            PteRun entry = mapping.Entry;
            Pfn frame = moving.Now + (entry.Frame.Value - moving.From.Value);
            mapping.AddressSpace.Tell(
                new AddressSpaceProtocol.RestoreMapping(unmapped.Ticket, entry, frame) { State = restore.State });
        }

        if (unmapped.Mappings.IsEmpty)
        {
            OnMappingRestored(new MappingRestored(unmapped.Ticket));
        }
    }

    /// <summary>Whether this was the last of the mappings that are put back.</summary>
    private bool IsRestored(long ticket)
    {
        if (!_restoresLeft.TryGetValue(ticket, out int left))
        {
            return true;
        }

        if (left > 1)
        {
            _restoresLeft[ticket] = left - 1;
            return false;
        }

        return _restoresLeft.Remove(ticket);
    }

    /// <summary>The frames are in the hands of their new owner: the mappings may be put back.</summary>
    private sealed record RestoreEverywhere(UnmappedEverywhere Unmapped, PteFlags State);
}
