namespace PhyrActors.Model;

/// <summary>I-14: frames that a device wrote through a pin are marked dirty before they are unpinned.</summary>
public static class DirtyBeforeUnpin
{
    public const string Id = "I-14";

    /// <summary>Judges the release of frames.</summary>
    /// <param name="pin">The pin.</param>
    /// <param name="frame">The first of the frames that a device wrote.</param>
    /// <param name="dirty">Whether they were marked dirty in the release.</param>
    public static Violation? OfUnpin(long pin, Pfn frame, bool dirty) => dirty
        ? null
        : new Violation(Id, $"{NotifierKeeper.TextOf(pin)} gave {frame} back clean, and a device wrote it");

    /// <summary>Judges a mark that a file system does not expect: since the folio was cleaned nobody told it of a
    /// write.</summary>
    public static Violation OfMark(long pin, Pfn frame, FilePage page) => new(
        Id,
        $"{NotifierKeeper.TextOf(pin)} marked {frame} dirty, {page}, and the file system expects no write",
        "page_mkwrite");
}
