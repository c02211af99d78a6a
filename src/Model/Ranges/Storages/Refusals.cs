namespace PhyrActors.Model;

/// <summary>Why a storage cannot take a range: one line each, which names the range.</summary>
internal static class Refusals
{
    public static string? Lent(CpuRange range) =>
        range.IsLent ? $"{range}: an entry has no room for a provider." : null;

    public static string? NoPages(CpuRange range) =>
        range.HasPages ? null : $"{range}: there is no struct page for it.";

    public static string? Unknown(ProviderTable providers, CpuRange range) =>
        NoPages(range) ?? (providers.Find(range.Phyr) == range ? null
            : $"{range}: its page does not lead to that provider here.");

    public static string? TooLong(ulong lengthBytes, CpuRange range) =>
        range == default ? $"{range}: an empty range takes no place in a list."
        : lengthBytes > ~range.LengthBytes ? $"{range}: the list would be longer than 2^64 - 1 bytes."
        : null;

    /// <summary>The predicate of a list under contiguous virtual addresses: only its first range may begin and only
    /// its last may end inside a frame.</summary>
    public static string? InsideFrame(ulong lengthBytes, ulong endInFrameBytes, CpuRange range)
    {
        if (lengthBytes == 0)
        {
            return null;
        }

        return range.OffsetInFrameBytes != 0 ? $"{range} begins inside a frame and is not the first."
            : endInFrameBytes != 0 ? $"{range} follows a range that ends inside a frame."
            : null;
    }

    public static string? OutsideFolio(Pfn start, ulong frames, FrameBlock folio) =>
        frames > 0 && folio.Head <= start && start < folio.End && frames <= folio.End.Value - start.Value
            ? null
            : $"{start} and {frames} frames on are not all in {folio}.";

    public static ArgumentOutOfRangeException NoRange(string start, ulong lengthBytes) => new(
        nameof(lengthBytes),
        lengthBytes == 0
            ? $"{start} and no byte on: a range has at least one."
            : $"{start} and 0x{lengthBytes:x} bytes on: a range ends below 2^64.");

    /// <summary>The first range of a list, to name the list by.</summary>
    public static TRange First<TRange>(IRangeStorage<TRange> memory)
        where TRange : struct, IRange<TRange>
    {
        RangeCursor<TRange> cursor = new(memory);
        cursor.MoveNext();
        return cursor.Current;
    }

    public static void ThrowIf(string? reason)
    {
        if (reason is not null)
        {
            throw new ArgumentException(reason);
        }
    }

    public static IRangeStorage<CpuRange> Filled(IRangeStorage<CpuRange> storage) =>
        storage.LengthBytes > 0 ? storage : throw new InvalidOperationException("A range has at least one byte.");
}
