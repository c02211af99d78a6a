using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Mappings that are elsewhere in their address space by now, and what is asked about pins before an entry
/// changes.</summary>
/// <remarks>The kernel finds a moved entry by its offset in the mapping; here the address is noted anew. Until it is,
/// whoever looks for the mapping fails with EAGAIN.</remarks>
public sealed partial class FolioManager
{
    private void OnMoveMappings(MoveMappings move)
    {
        foreach (PteRun entry in move.Entries.Span)
        {
            VirtAddr to = move.To + (entry.Start - move.Entries.Span[0].Start);
            _folios.MoveMapping(entry.Frame, move.Process, entry.Start, to);
        }

        foreach (PteRun parted in move.Parted.Span)
        {
            _folios.TryFind(parted.Frame, out Folio folio);
            _folios.TryMap(parted.Frame, folio.Owner, folio.MappedAt);
        }

        _surroundings.Work.Spend("folio.unmap", move.Entries.Length);
        if (move.Answer)
        {
            Sender.Tell(new AddressSpaceProtocol.MappingsMoved());
        }
    }

    private void OnTryMove(TryMove move)
    {
        bool found = _folios.TryFind(move.Entry.Frame, out Folio folio);
        Errno errno = !found || IsLocked(folio) ? Errno.EAGAIN
            : folio.IsLarge || folio.MaybeDmaPinned || !folio.Has(FolioFlags.AnonExclusive) ? Errno.EBUSY
            : Errno.None;
        if (errno == Errno.None)
        {
            _folios.MoveMapping(move.Entry.Frame, move.Process, move.Entry.Start, move.To);
        }

        Sender.Tell(new AddressSpaceProtocol.MoveDecided(move.Ticket, errno));
    }

    private void OnCheckHint(CheckHint check)
    {
        bool found = _folios.TryFind(check.Entry.Frame, out Folio folio);
        bool isKept = check.IsCow && (folio.MaybeDmaPinned || folio.MapCount > 1);
        Errno errno = !found ? Errno.EAGAIN : isKept ? Errno.EBUSY : Errno.None;
        Sender.Tell(new AddressSpaceProtocol.HintDecided(check.Ticket, errno));
    }
}
