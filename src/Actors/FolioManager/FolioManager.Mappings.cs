using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors;

/// <summary>Which address spaces map a file, and visits of all of them (mm/rmap.c:rmap_walk_file, mm/vma.c, v6.16).
/// </summary>
/// <remarks>A visit holds the file's i_mmap token for reading and asks one address space after the other; whoever maps
/// or unmaps the file takes it for writing. Order: mmap lock, folio lock, i_mmap.</remarks>
public sealed partial class FolioManager
{
    private readonly Dictionary<int, FileMappings> _mappings = [];
    private readonly Dictionary<long, FileWalk> _walks = [];

    private FileMappings MappingsOf(int file)
    {
        if (!_mappings.TryGetValue(file, out FileMappings? mappings))
        {
            _mappings.Add(file, mappings = new FileMappings(file, Context.System.EventStream));
        }

        return mappings;
    }

    private void OnSetMappings(SetMappings set)
    {
        if (_surroundings.Mutations.Has(Mutation.T4))
        {
            Set(set);
        }
        else if (MappingsOf(set.File).Token.TryWrite(set, Sender))
        {
            SetAndRelease(set);
        }
    }

    private void SetAndRelease(SetMappings set)
    {
        Set(set);
        MappingsOf(set.File).Token.Release(set, Self);
    }

    private void Set(SetMappings set)
    {
        MappingsOf(set.File).Set(set.AddressSpace, set.Vmas > 0);
        set.AddressSpace.Tell(new AddressSpaceProtocol.MappingsSet(set.Then), Sender);
    }

    private void OnGranted(Granted granted)
    {
        switch (granted.Message)
        {
            case SetMappings set:
                SetAndRelease(set);
                break;
            case VisitMappings visit:
                VisitNext(visit.Ticket);
                break;
            case TakeMapping take:
                AskForMapping(take.Ticket);
                break;
            default:
                throw new InvariantException($"{granted.Message} waits for no token of the folios.");
        }
    }

    /// <summary>Locks a folio and visits its mappings.</summary>
    private void BeginWalk(FileWalk walk)
    {
        long ticket = ++_tickets;
        _walks.Add(ticket, walk);
        if (walk.Cut is null)
        {
            _folios.TryChangeFlags(walk.Folio.Head, FolioFlags.Locked);
            _locks.Take(walk.Folio.Head, Operations.OfWalk(ticket));
        }

        if (MappingsOf(walk.First.File).Token.TryRead(new VisitMappings(ticket), Sender))
        {
            VisitNext(ticket);
        }
    }

    private void VisitNext(long ticket)
    {
        FileWalk walk = _walks[ticket];
        FileMappings mappings = MappingsOf(walk.First.File);
        if (mappings.At(walk.Visited++) is { } space)
        {
            ulong pages = walk.Cut is null ? walk.Folio.Frames : ulong.MaxValue - walk.First.Index;
            space.Tell(new AddressSpaceProtocol.WalkFile(ticket, walk.First, pages, walk.Visit));
            return;
        }

        _walks.Remove(ticket);
        mappings.Token.Release(Operations.OfWalk(ticket), Self);
        EndWalk(walk);
        _locks.Release(Operations.OfWalk(ticket), Self);
    }

    private void OnFileWalked(FileWalked walked)
    {
        foreach (PteRun gone in walked.Unmapped.Span)
        {
            _folios.Unmap(gone.Frame);
        }

        VisitNext(walked.Ticket);
    }

    private void EndWalk(FileWalk walk)
    {
        if (walk.Removal is { } removal)
        {
            if (BreaksLayout(walk))
            {
                RemoveFromFile(walk);
                Self.Tell(removal, walk.Requester);
            }
            else
            {
                WaitForPins(walk, removal);
            }
        }

        if (walk.Cut is { } cut)
        {
            Self.Tell(cut, walk.Requester);
        }

        if (walk.Writes is { } write)
        {
            Clean(walk, write);
        }

        if (walk.Operation is { } operation)
        {
            EndFileOperation(walk, operation);
        }
    }

    /// <summary>Goes on with a visit that has the token.</summary>
    internal sealed record VisitMappings(long Ticket);

    /// <summary>A locked folio whose mappings are being visited, or all that lies behind the end of a
    /// file.</summary>
    private sealed class FileWalk(FrameBlock folio, FilePage first, IActorRef requester)
    {
        public FrameBlock Folio { get; } = folio;

        public FilePage First { get; } = first;

        public IActorRef Requester { get; } = requester;

        public FileVisit Visit { get; init; } = FileVisit.Unmap;

        /// <summary>What comes after a visit of no folio, but of all that a cut takes.</summary>
        public RemovePages? Cut { get; init; }

        /// <summary>What is done to the folio.</summary>
        public Moving? Operation { get; init; }

        /// <summary>The removal that it is part of.</summary>
        public RemovePages? Removal { get; init; }

        /// <summary>The write to the disk that it is part of.</summary>
        public WriteBack? Writes { get; init; }

        /// <summary>Address spaces that have been asked.</summary>
        public int Visited { get; set; }
    }
}
