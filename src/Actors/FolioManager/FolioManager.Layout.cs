namespace PhyrActors.Actors;

/// <summary>Files on memory that the CPU maps itself: what is cut is given to others at once, so that a cut waits until
/// nobody has it pinned (fs/dax.c:dax_break_layout, v6.16).</summary>
/// <remarks>The page is unmapped first, and may be faulted in again while the cut waits; pins for long, which have no
/// end in sight, are refused.</remarks>
public sealed partial class FolioManager
{
    private readonly List<(RemovePages Removal, IActorRef Requester)> _layoutWaiters = [];

    /// <summary>Whether a folio of which the mappings are gone may leave its file.</summary>
    private bool BreaksLayout(FileWalk walk)
    {
        bool found = _folios.TryFind(walk.Folio.Head, out Folio folio);
        return !found || !_files.Find(walk.First.File)!.IsDax || folio.RefCount == folio.ExpectedRefs;
    }

    private void WaitForPins(FileWalk walk, RemovePages removal)
    {
        _folios.TryChangeFlags(walk.Folio.Head, FolioFlags.None, FolioFlags.Locked);
        _layoutWaiters.Add((removal, walk.Requester));
    }

    private void WakeLayoutWaiters()
    {
        foreach ((RemovePages removal, IActorRef requester) in _layoutWaiters)
        {
            Self.Tell(removal, requester);
        }

        _layoutWaiters.Clear();
    }
}
