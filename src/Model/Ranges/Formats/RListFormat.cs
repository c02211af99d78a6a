namespace PhyrActors.Model;

/// <summary>What a range costs as an rlist: 8 bytes for a run of whole frames, 16 for one that begins or ends inside,
/// in chunks of 512.</summary>
public static class RListFormat
{
    public static ulong Entries(RangeCpu range) => PhyrFormat.Entries(range);

    public static ulong Bytes(RangeCpu range) => FilledFormat.Bytes(range, new RListCpu());
}
