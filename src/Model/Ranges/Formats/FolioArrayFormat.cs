namespace PhyrActors.Model;

/// <summary>What a range costs as an array of its folios: a pointer for each.</summary>
public static class FolioArrayFormat
{
    public static ulong Entries(RangeCpu range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return (ulong)range.ChunkCount;
    }

    public static ulong Bytes(RangeCpu range) => Entries(range) * FolioArray.EntryBytes;
}
