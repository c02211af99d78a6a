namespace PhyrActors.Model;

/// <summary>I-18: when a pin for long returns, none of its frames lies where memory must be movable, or in a device
/// that must be removable.</summary>
public static class LongtermPlacement
{
    public const string Id = "I-18";

    /// <summary>Judges a pin that is handed out with a frame that was pinned there and not given back.</summary>
    public static Violation OfReturn(long pin, Pfn frame, MemoryZone zone) =>
        new(Id, $"pin {pin} was handed out for long with {frame} in {zone}");
}
