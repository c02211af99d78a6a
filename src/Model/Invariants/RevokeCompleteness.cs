namespace PhyrActors.Model;

/// <summary>I-27: once a dma-buf is revoked nobody maps it, and every revocation ends.</summary>
public static class RevokeCompleteness
{
    public const string Id = "I-27";

    /// <summary>Judges a map.</summary>
    /// <param name="buffer">What was mapped.</param>
    /// <param name="importer">For whom.</param>
    /// <param name="isRevoked">Whether its exporter has begun to take it back and not lent it again.</param>
    public static Violation? OfMap(int buffer, int importer, bool isRevoked) => isRevoked
        ? new Violation(Id, $"dma-buf {buffer} was mapped for function {importer} after it was revoked")
        : null;

    /// <summary>Judges the end of a revocation.</summary>
    /// <param name="buffer">What was revoked.</param>
    /// <param name="mappings">How many importers have it mapped.</param>
    public static Violation? OfEnd(int buffer, int mappings) => mappings > 0
        ? new Violation(Id, $"dma-buf {buffer} counts as revoked while {mappings} importers have it mapped")
        : null;

    /// <summary>Judges, when nothing is left to do, the calls that were not answered.</summary>
    public static Violation? OfWaiting(int buffer, int calls) => calls > 0
        ? new Violation(Id, $"{calls} revocations of dma-buf {buffer} wait for an end that nobody will tell")
        : null;
}
