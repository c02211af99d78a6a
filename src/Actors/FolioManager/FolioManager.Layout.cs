namespace PhyrActors.Actors;

/// <summary>Files on memory that the CPU maps itself: what is cut is given to others at once, so that a cut waits until
/// nobody has it pinned (fs/dax.c:dax_break_layout, v6.16).</summary>
/// <remarks>The page is unmapped first, and may be faulted in again while the cut waits; pins for long, which have no
/// end in sight, are refused. Whatever gives a reference back that is no mapping's wakes those that it was the last
/// for.</remarks>
public sealed partial class FolioManager
{
    private readonly LayoutWaiters _layoutWaiters;

    /// <summary>Whether a folio of which the mappings are gone may leave its file.</summary>
    private bool BreaksLayout(FileWalk walk) =>
        !_files.Find(walk.First.File)!.IsDax || IsIdle(walk.Folio.Head);

    private bool IsIdle(Pfn head) => !_folios.TryFind(head, out Folio folio) || folio.RefCount == folio.ExpectedRefs;

    private void WaitForPins(FileWalk walk, RemovePages removal)
    {
        _folios.TryChangeFlags(walk.Folio.Head, FolioFlags.None, FolioFlags.Locked);
        _layoutWaiters.Wait(walk.Folio.Head, removal, walk.Requester);
    }
}
