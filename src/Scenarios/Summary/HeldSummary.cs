using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What live pins held, times how long they held it in virtual time; adds up over worlds.</summary>
/// <param name="PinnedByteSeconds">Pinned memory.</param>
/// <param name="ChunkSeconds">Chunks of the ranges that describe it.</param>
/// <param name="FormatByteSeconds">Bytes of description in each format.</param>
public readonly record struct HeldSummary(
    double PinnedByteSeconds, double ChunkSeconds, FormatBytes FormatByteSeconds)
{
    /// <summary>How fragmented what was held is; 0 when nothing was.</summary>
    public double ChunksPerGiB => PinnedByteSeconds > 0 ? ChunkSeconds / PinnedGiBSeconds : 0;

    /// <summary>Bytes of description per pinned GiB, in the mean over the time; 0 when nothing was held.</summary>
    public FormatBytes BytesPerGiB => PinnedByteSeconds > 0 ? FormatByteSeconds * (1 / PinnedGiBSeconds) : default;

    public double PinnedGiBSeconds => PinnedByteSeconds / PageSize.Size1GiB.Bytes;

    public static HeldSummary operator +(HeldSummary left, HeldSummary right) => new(
        left.PinnedByteSeconds + right.PinnedByteSeconds,
        left.ChunkSeconds + right.ChunkSeconds,
        left.FormatByteSeconds + right.FormatByteSeconds);

    public static HeldSummary operator -(HeldSummary left, HeldSummary right) => left + (right * -1);

    public static HeldSummary operator *(HeldSummary held, double factor) => new(
        held.PinnedByteSeconds * factor, held.ChunkSeconds * factor, held.FormatByteSeconds * factor);
}
