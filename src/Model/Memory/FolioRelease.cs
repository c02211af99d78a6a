namespace PhyrActors.Model;

/// <summary>What came of giving references back.</summary>
public enum FolioRelease
{
    /// <summary>Others hold the folio.</summary>
    Kept,

    /// <summary>The last reference went: the frames are free and their generation went up.</summary>
    Freed,

    /// <summary>More than was held; nothing was changed. A defect of whoever gave back.</summary>
    Underflow,

    /// <summary>There is no folio at that frame. A defect of whoever gave back.</summary>
    Absent,
}
