using System.Runtime.InteropServices;

namespace PhyrActors.Model;

/// <summary>Ranges as they are, 16 bytes each: neighbours are one, and no length needs a split.</summary>
/// <remarks>Source: Phyr Starter, linux-mm, January 2022.</remarks>
public sealed class PhyrArray : IRangeStorage<CpuRange>, ICpuSink
{
    private readonly List<Phyr> _entries = [];

    public int Count => _entries.Count;

    public ulong LengthBytes { get; private set; }

    public ulong BytesHeld => (ulong)Count * PhyrFormat.EntryBytes;

    public Phyr this[int index] => _entries[index];

    public string? WhyNot(CpuRange range) => Refusals.Lent(range) ?? Refusals.TooLong(LengthBytes, range);

    public void Append(CpuRange range)
    {
        Refusals.ThrowIf(WhyNot(range));
        Span<Phyr> entries = CollectionsMarshal.AsSpan(_entries);
        if (Count > 0 && new CpuRange(entries[^1]).TryMerge(range, out CpuRange merged))
        {
            entries[^1] = merged.Phyr;
        }
        else
        {
            _entries.Add(range.Phyr);
        }

        LengthBytes += range.LengthBytes;
    }

    public IRangeStorage<CpuRange> Finish() => Refusals.Filled(this);

    public int Read(ref StoragePlace place, Span<CpuRange> ranges)
    {
        int count = Math.Min(ranges.Length, Count - place.Entry);
        ReadOnlySpan<Phyr> entries = CollectionsMarshal.AsSpan(_entries).Slice(place.Entry, count);
        for (int i = 0; i < entries.Length; i++)
        {
            ranges[i] = new CpuRange(entries[i]);
        }

        place.Entry += count;
        return count;
    }

    public bool Walk<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IRangeVisitor<CpuRange>
    {
        foreach (Phyr entry in CollectionsMarshal.AsSpan(_entries))
        {
            if (!visitor.Visit(new CpuRange(entry)))
            {
                return false;
            }
        }

        return true;
    }
}
