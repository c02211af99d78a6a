namespace PhyrActors.Model;

/// <summary>A folio holds pages of a file from now on.</summary>
public sealed record FolioCached(FrameBlock Folio, FilePage First);

/// <summary>A folio left its file because the file was cut or punched.</summary>
/// <param name="Folio">The folio.</param>
/// <param name="First">Where it was.</param>
/// <param name="Pinned">Whether a pin keeps it: what a device writes there from now on nobody sees.</param>
public sealed record FolioTruncated(FrameBlock Folio, FilePage First, bool Pinned);

/// <summary>A folio was made clean and write-protected, to be written to the disk.</summary>
public sealed record FolioCleaned(FrameBlock Folio, FilePage First);

/// <summary>A release of a pin marked a folio dirty of which the file system expects no write.</summary>
public sealed record UnpreparedFolioDirtied(long Pin, Pfn Frame, FilePage Page);
