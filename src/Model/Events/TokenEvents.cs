namespace PhyrActors.Model;

/// <summary>A message waits for a token.</summary>
/// <param name="Token">The lock, and whose it is.</param>
/// <param name="Message">What waits, by its class.</param>
/// <param name="IsWritten">Whether somebody holds the token for writing.</param>
/// <param name="Readers">How many hold it for reading.</param>
public sealed record TokenWaited(string Token, string Message, bool IsWritten, int Readers);

/// <summary>The first that waited for a token has it.</summary>
public sealed record TokenGranted(string Token);
