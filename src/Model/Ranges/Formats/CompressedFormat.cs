namespace PhyrActors.Model;

/// <summary>What a range costs as it is kept: about 3 bytes a chunk, the index included.</summary>
public static class CompressedFormat
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
