namespace PhyrActors.Model;

/// <summary>I-34: nobody waits for ever for an invalidation: when nothing is left to do, every submission has
/// ended.</summary>
public static class BoundedWait
{
    public const string Id = "I-34";

    /// <summary>Judges a submission that has not ended.</summary>
    public static Violation OfSubmission(int unit, long submission) =>
        new(Id, $"unit {unit}: submission {submission} waits and nothing will end it");
}
