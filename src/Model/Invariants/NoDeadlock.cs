namespace PhyrActors.Model;

/// <summary>I-42, as far as tokens go: when nothing is left to do, nobody waits for a token; whoever holds it waits for
/// something that never comes, such as each other.</summary>
public static class NoDeadlock
{
    public const string Id = "I-42";

    /// <summary>Judges a token when nothing is left to do.</summary>
    /// <param name="token">The lock, and whose it is.</param>
    /// <param name="waiting">How many messages wait for it.</param>
    /// <param name="last">What the last of them is.</param>
    public static Violation? OfToken(string token, long waiting, string last) => waiting == 0
        ? null
        : new Violation(Id, $"{waiting} wait for {token}, {last} the last of them, and nobody gives it back");
}
