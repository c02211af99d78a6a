namespace PhyrActors.Model;

/// <summary>Copies lists from storage to storage, and counts.</summary>
/// <remarks>What uses ranges where they are converts nothing: both counts stay 0.</remarks>
public sealed class StorageConversions
{
    /// <summary>Lists copied.</summary>
    public int Lists { get; private set; }

    /// <summary>Entries copied: the segments or pages that an old interface is fed with.</summary>
    public ulong Entries { get; private set; }

    /// <summary>Copies a list, neighbours merged.</summary>
    /// <param name="source">What to copy.</param>
    /// <param name="sink">A new storage; of no use after a refusal.</param>
    /// <param name="refusal">Null, or why the storage cannot hold this list: names the range.</param>
    /// <returns>The filled storage; null after a refusal.</returns>
    public IRangeStorage<CpuRange>? TryConvert(
        IRangeStorage<CpuRange> source, ICpuSink sink, out string? refusal)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        LimitedCursor<CpuRange> cursor = new(source, RangeLimits.None);
        while (cursor.MoveNext())
        {
            refusal = sink.WhyNot(cursor.Current);
            if (refusal is not null)
            {
                return null;
            }

            sink.Append(cursor.Current);
            Entries++;
        }

        refusal = null;
        Lists++;
        return sink.Finish();
    }
}
