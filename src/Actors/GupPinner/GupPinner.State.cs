namespace PhyrActors.Actors;

/// <summary>What a reader of a run is shown.</summary>
public sealed partial class GupPinner : IStateView
{
    IEnumerable<StateFact> IStateView.State =>
    [
        StateFact.Of("memlock charge, pages", _mm.Account.PinnedPages),
        .. _pins.OrderBy(static pin => pin.Key).Select(static pin => Told(pin.Key, pin.Value)),
        .. _releases.OrderBy(static release => release.Key).Select(static release => StateFact.Of(
            $"unpin {release.Key}", $"{release.Value.RoundsLeft} rounds left")),
    ];

    private static StateFact Told(long number, PinInProgress pin)
    {
        string path = pin.SlowNext ? ", slow path next" : string.Empty;
        return StateFact.Of($"pin {number}", $"{pin.PinnedBytes} of {pin.LengthBytes} bytes{path}");
    }
}
