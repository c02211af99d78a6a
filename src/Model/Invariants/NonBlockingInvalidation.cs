namespace PhyrActors.Model;

/// <summary>I-25: a notifier that may not block answers at once, and one that refuses has done nothing.</summary>
public static class NonBlockingInvalidation
{
    public const string Id = "I-25";

    /// <summary>Judges the answer to an invalidation that may not block.</summary>
    /// <param name="notifier">The notifier.</param>
    /// <param name="hasWaited">Whether anything else came to the driver before it answered.</param>
    /// <param name="done">What it answered.</param>
    /// <param name="hasActed">Whether it set its sequence or gave a page up meanwhile.</param>
    public static Violation? OfAnswer(long notifier, bool hasWaited, bool done, bool hasActed) =>
        hasWaited ? new Violation(Id, $"notifier {notifier} may not block and waited")
        : hasActed && !done ? new Violation(Id, $"notifier {notifier} refused to be invalidated and acted on it")
        : null;
}
