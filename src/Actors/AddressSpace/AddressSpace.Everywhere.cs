using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>Where anonymous memory that a fork has shared is mapped: at the same address here and in the children that
/// live, each of which is asked (mm/rmap.c:rmap_walk_anon, v6.16).</summary>
/// <remarks>A child that ends meanwhile has given its mappings back. Pages that were merged or moved since are at other
/// addresses and are not found.</remarks>
public sealed partial class AddressSpace
{
    private readonly Dictionary<long, WalkInProgress> _walks = [];

    private void OnUnmapEverywhere(UnmapEverywhere unmap) =>
        Invalidate(new VirtRange(unmap.At, unmap.At + (unmap.Folio.Frames << Pfn.FrameSizeLog2)), unmap);

    /// <summary>A fork that is under way has yet to count what it shares: nothing is found.</summary>
    private void TakeEverywhere(UnmapEverywhere unmap, long invalidation)
    {
        bool isForking = _fork is not null && !_surroundings.Mutations.Has(Mutation.T2);
        WalkInProgress walk = new(Sender);
        walk.Found.AddRange(isForking ? [] : HideAll(unmap));
        EndInvalidation(invalidation);
        walk.ChildrenLeft.AddRange(
            Context.GetChildren().OrderBy(static child => child.Path.Name, StringComparer.Ordinal));
        _walks.Add(unmap.Ticket, walk);
        foreach (IActorRef child in walk.ChildrenLeft)
        {
            Context.Watch(child).Tell(unmap);
        }

        EndWalkIfDone(unmap.Ticket, walk);
    }

    /// <summary>What reaches beyond the range may still be mirrored there, and stays.</summary>
    private List<FoundMapping> HideAll(UnmapEverywhere unmap)
    {
        List<FoundMapping> found = [];
        VirtAddr end = unmap.At + (unmap.Folio.Frames << Pfn.FrameSizeLog2);
        for (VirtAddr at = _pages.NextMapped(unmap.At, end); at < end; at = _pages.NextMapped(at, end))
        {
            _pages.TryFindRun(at, out PteRun entry);
            at = entry.End;
            bool leadsThere = unmap.Folio.Head <= entry.Frame && entry.Frame < unmap.Folio.End;
            bool isForgotten = unmap.At <= entry.Start && entry.End <= end;
            if (leadsThere
                && isForgotten
                && _pages.ReplaceByMigrationEntry(entry.Start, (ulong)entry.Pages) == Errno.None)
            {
                found.Add(new FoundMapping(Self, entry));
            }
        }

        return found;
    }

    private void OnFoundInChild(FolioManagerProtocol.UnmappedEverywhere found)
    {
        WalkInProgress walk = _walks[found.Ticket];
        walk.Found.AddRange(found.Mappings.ToArray());
        Leave(Sender, found.Ticket, walk);
    }

    private void OnChildGone(IActorRef child)
    {
        foreach ((long ticket, WalkInProgress walk) in _walks.OrderBy(static walk => walk.Key).ToArray())
        {
            Leave(child, ticket, walk);
        }
    }

    private void Leave(IActorRef child, long ticket, WalkInProgress walk)
    {
        if (walk.ChildrenLeft.Remove(child))
        {
            EndWalkIfDone(ticket, walk);
        }
    }

    private void EndWalkIfDone(long ticket, WalkInProgress walk)
    {
        if (walk.ChildrenLeft.Count == 0)
        {
            _walks.Remove(ticket);
            walk.Requester.Tell(new FolioManagerProtocol.UnmappedEverywhere(ticket, walk.Found.ToArray()));
        }
    }

    /// <summary>Children that have not answered, and what was found so far.</summary>
    private sealed class WalkInProgress(IActorRef requester)
    {
        public IActorRef Requester { get; } = requester;

        public List<IActorRef> ChildrenLeft { get; } = [];

        public List<FoundMapping> Found { get; } = [];
    }
}
