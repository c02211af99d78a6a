namespace PhyrActors.Model;

/// <summary>I-17: a pin that returns k pages holds exactly k, and one that returns an error holds none.</summary>
public static class ShortPin
{
    public const string Id = "I-17";

    /// <summary>Judges a pin that fails.</summary>
    public static Violation? OfRefusal(long pin, Errno errno, long heldPages) => heldPages == 0
        ? null
        : new Violation(Id, $"pin {pin} failed with {errno} and {heldPages} of its pages are still pinned");

    /// <summary>Judges a pin that is handed out.</summary>
    public static Violation? OfReturn(long pin, long givenPages, long heldPages) => givenPages == heldPages
        ? null
        : new Violation(Id, $"pin {pin} was handed out with {givenPages} pages and holds {heldPages}");
}
