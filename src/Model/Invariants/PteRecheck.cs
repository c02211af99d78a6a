namespace PhyrActors.Model;

/// <summary>I-22: a pin that is kept was taken on entries that are the same after it as before.</summary>
/// <remarks>The other half, an unchanged write_protect_seq, is judged by the harm that its breach does:
/// <see cref="CowStability"/>.</remarks>
public static class PteRecheck
{
    public const string Id = "I-22";

    /// <summary>Judges a batch as it is accepted.</summary>
    /// <param name="pin">The pin.</param>
    /// <param name="entries">The entries accepted, as they were before the pins were taken; at least one.</param>
    /// <param name="unchanged">How many of the batch's entries, from the first, are the same now.</param>
    public static Violation? OfBatch(long pin, ReadOnlySpan<PteRun> entries, int unchanged) =>
        entries.Length <= unchanged
            ? null
            : new Violation(
                Id,
                $"pin {pin} keeps {entries[unchanged].Frame} for {entries[unchanged].Start}, whose entry changed while "
                + "the pin was taken");
}
