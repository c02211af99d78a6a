namespace PhyrActors.Model;

/// <summary>I-9: nothing is mapped over what is mapped.</summary>
public static class NoOverwrite
{
    public const string Id = "I-9";

    /// <summary>Judges a refused call; null when it broke another rule.</summary>
    public static Violation? OfMisuse(MappingMisused misused) => misused.Misuse == MappingMisuse.Overlap
        ? new Violation(Id, $"{misused.Address} of domain {misused.Domain}: linked where something is linked")
        : null;
}

/// <summary>I-11: a dma_iova_state is linked inside its window, only its first piece begins inside a page, and it is
/// destroyed with exactly what is linked.</summary>
public static class StateAccounting
{
    public const string Id = "I-11";

    /// <summary>Judges a refused call; null when it broke another rule.</summary>
    public static Violation? OfMisuse(MappingMisused misused)
    {
        string? what = misused.Misuse switch
        {
            MappingMisuse.OutOfRange => "no bytes, or bytes outside the window",
            MappingMisuse.Unaligned => "a piece does not lie in its page as its place does",
            MappingMisuse.OtherLength => "not the length that is linked",
            MappingMisuse.StillLinked => "freed while something is linked",
            _ => null,
        };
        return what is null ? null : new Violation(Id, $"{misused.Address} of domain {misused.Domain}: {what}");
    }
}

/// <summary>I-37: a mapping is undone once, by the device and the kind of call that made it, and by nobody else at the
/// time.</summary>
public static class SingleOwner
{
    public const string Id = "I-37";

    /// <summary>Judges a refused call; null when it broke another rule.</summary>
    public static Violation? OfMisuse(MappingMisused misused)
    {
        string? what = misused.Misuse switch
        {
            MappingMisuse.UnknownAddress => "not mapped: undone before, or never given out",
            MappingMisuse.OtherDevice => "mapped by another device",
            MappingMisuse.OtherCall => "mapped by another call",
            MappingMisuse.Concurrent => "another call on it has not returned",
            _ => null,
        };
        return what is null ? null : new Violation(Id, $"{misused.Address} of domain {misused.Domain}: {what}");
    }
}
