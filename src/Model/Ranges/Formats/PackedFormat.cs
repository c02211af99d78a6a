namespace PhyrActors.Model;

/// <summary>What a range costs as a <see cref="PackedEntry"/> for each chunk, with what a look-up by offset needs: the
/// frames before each 64th, 8 bytes.</summary>
public static class PackedFormat
{
    public const ulong EntryBytes = 8;

    /// <summary>Chunks to one sample of the index.</summary>
    public const ulong SampleChunks = 64;

    public static ulong Entries(RangeCpu range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return (ulong)range.ChunkCount;
    }

    public static ulong Bytes(RangeCpu range)
    {
        ulong entries = Entries(range);
        return (entries + ((entries - 1) / SampleChunks)) * EntryBytes;
    }
}
