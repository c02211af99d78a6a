namespace PhyrActors.Scenarios;

/// <summary>What pins hold at one moment.</summary>
/// <param name="Pins">Live pins.</param>
/// <param name="Chunks">Chunks of their ranges.</param>
/// <param name="BytesPerGiB">What describing them takes, in bytes per pinned GiB.</param>
/// <param name="Balances">What was taken and given back until then.</param>
public sealed record PinnedNow(long Pins, long Chunks, FormatBytes BytesPerGiB, PinBalances Balances);

/// <summary>Accounts that meet at rest, in pages of 4 KiB.</summary>
public record struct PinBalances
{
    /// <summary>Pins taken on pages (NR_FOLL_PIN_ACQUIRED).</summary>
    public long TakenPages { get; set; }

    /// <summary>Pins given back (NR_FOLL_PIN_RELEASED).</summary>
    public long ReleasedPages { get; set; }

    /// <summary>Charged to owners now (pinned_vm).</summary>
    public long ChargedPages { get; set; }
}
