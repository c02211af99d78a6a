namespace PhyrActors.Model;

/// <summary>What a range costs as it is kept: 8 bytes a chunk and the index.</summary>
public static class PackedFormat
{
    public static ulong Entries(RangeCpu range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return (ulong)range.ChunkCount;
    }

    public static ulong Bytes(RangeCpu range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return range.BytesHeld;
    }
}
