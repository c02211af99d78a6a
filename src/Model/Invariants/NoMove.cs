namespace PhyrActors.Model;

/// <summary>I-19: a folio that anybody holds beyond its mappings and caches is not moved, split or swapped out; a pin
/// holds it.</summary>
public static class NoMove
{
    public const string Id = "I-19";

    /// <summary>Judges a folio in the step in which it leaves its frames or its shape.</summary>
    /// <param name="frame">Its first frame.</param>
    /// <param name="move">What was done.</param>
    /// <param name="refCount">Its references then.</param>
    /// <param name="expectedRefs">Those that mappings, caches and whoever does it explain.</param>
    public static Violation? OfMove(Pfn frame, FolioMove move, int refCount, int expectedRefs) =>
        refCount == expectedRefs
            ? null
            : new Violation(
                Id,
                $"the folio at {frame} was {Text(move)} with {refCount} references, of which {expectedRefs} are known");

    private static string Text(FolioMove move) => move switch
    {
        FolioMove.Migrated => "migrated",
        FolioMove.Split => "split",
        FolioMove.Collapsed => "collapsed",
        _ => "swapped out",
    };
}
