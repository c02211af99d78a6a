namespace PhyrActors.Model;

/// <summary>What a range costs as an array of <see cref="Phyr"/>: one for each physically contiguous run, however
/// long.</summary>
public static class PhyrFormat
{
    public const ulong EntryBytes = 16;

    public static ulong Entries(RangeCpu range) => new SegmentCursor(range, ulong.MaxValue).CountRest();

    public static ulong Bytes(RangeCpu range) => Entries(range) * EntryBytes;
}
