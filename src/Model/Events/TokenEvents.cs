namespace PhyrActors.Model;

/// <summary>Who holds a token, or waits for one: an operation and its number among those of its kind.</summary>
public readonly record struct TokenUser(string Operation, long Number)
{
    public override string ToString() => $"{Operation} {Number}";
}

/// <summary>How things stand at a token for which somebody waits, or no longer: told at each change.</summary>
/// <param name="Token">The lock, and whose it is.</param>
/// <param name="Holders">Who has it.</param>
/// <param name="Waiters">Who waits, in the order of asking; none: all that waited have had it.</param>
public sealed record TokenContended(
    string Token, IReadOnlyList<TokenUser> Holders, IReadOnlyList<TokenUser> Waiters);
