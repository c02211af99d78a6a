namespace PhyrActors.Model;

/// <summary>I-36: a device has forgotten an address before its entries are cleared.</summary>
public static class StopBeforeUnmap
{
    public const string Id = "I-36";

    /// <summary>Judges the clearing of entries.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="range">What the device was told of.</param>
    /// <param name="isStopped">That the device confirmed the end is in the past of the clearing.</param>
    public static Violation? OfClear(int domain, IovaRange range, bool isStopped) => isStopped
        ? null
        : new Violation(
            Id,
            $"entries of {RemovalText.Of(domain, range)} were cleared, not ordered after the device's stop",
            "the device's confirmation");
}
