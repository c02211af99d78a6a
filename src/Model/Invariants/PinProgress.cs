namespace PhyrActors.Model;

/// <summary>I-42, as far as pins for long go: none fails for a reference that a drain of the batches for the LRU list
/// would have taken away.</summary>
/// <remarks>Source: mm/gup.c:collect_longterm_unpinnable_folios, v7.0.</remarks>
public static class PinProgress
{
    public const string Id = "I-42";

    /// <summary>Judges a pin for long that gives up.</summary>
    /// <param name="pin">The pin.</param>
    /// <param name="frame">The folio that could not move, and waited in a batch when the pin collected it.</param>
    public static Violation OfUndrained(long pin, Pfn frame) => new(
        Id, $"pin {pin} failed since {frame} waits in a batch for the LRU list that nobody drained");
}
