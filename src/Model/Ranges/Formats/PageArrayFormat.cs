namespace PhyrActors.Model;

/// <summary>What a range costs as get_user_pages gives it: one page pointer for each 4 KiB, whatever the
/// folio.</summary>
public static class PageArrayFormat
{
    public const ulong EntryBytes = 8;

    public static ulong Entries(RangeCpu range)
    {
        ArgumentNullException.ThrowIfNull(range);
        ulong offsetBytes = range.FirstOffsetBytes & PageSize.Size4KiB.OffsetMask;
        return ((offsetBytes + range.LengthBytes - 1) >> Pfn.FrameSizeLog2) + 1;
    }

    public static ulong Bytes(RangeCpu range) => Entries(range) * EntryBytes;
}
