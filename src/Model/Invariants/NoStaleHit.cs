namespace PhyrActors.Model;

/// <summary>What is known of the entry that an access went through.</summary>
public enum EntryState
{
    /// <summary>Nothing was ever seen at that IOVA.</summary>
    Unknown,

    /// <summary>The entry is there, or its removal is not complete.</summary>
    Reachable,

    /// <summary>The removal of the entry is complete.</summary>
    Removed,

    /// <summary>The entries at that IOVA lead to other frames.</summary>
    Elsewhere,
}

/// <summary>I-2: every access through a translation happens before the completion of the invalidation that covers its
/// removal, and none after.</summary>
public static class NoStaleHit
{
    public const string Id = "I-2";

    /// <summary>Judges an access as it is translated or lands.</summary>
    public static Violation? OfAccess(int domain, Iova iova, PhysAddr phys, EntryState entry) => entry switch
    {
        EntryState.Removed => new Violation(
            Id, $"an access used {iova} of domain {domain} -> {phys} after the invalidation of that entry completed"),
        EntryState.Elsewhere => new Violation(
            Id, $"an access used {iova} of domain {domain} -> {phys}, where the entries lead elsewhere"),
        _ => null,
    };

    /// <summary>Judges the completion of an invalidation of cleared entries.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="range">The entries.</param>
    /// <param name="usesPast">Whether every access through them is in the past of the completion.</param>
    public static Violation? OfCompletion(int domain, IovaRange range, bool usesPast) => usesPast
        ? null
        : new Violation(
            Id,
            $"the invalidation of {RemovalText.Of(domain, range)} completed, "
            + "not ordered after an access through these entries");
}
