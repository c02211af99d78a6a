using System.Runtime.InteropServices;

namespace PhyrActors.Model;

/// <summary>Ranges with their providers, 24 bytes each: the only array that takes memory without pages.</summary>
public sealed class LentArray : IRangeStorage<CpuRange>, ICpuSink
{
    public const ulong EntryBytes = 24;

    private readonly List<CpuRange> _entries = [];

    public int Count => _entries.Count;

    public ulong LengthBytes { get; private set; }

    public ulong BytesHeld => (ulong)Count * EntryBytes;

    public string? WhyNot(CpuRange range) => Refusals.TooLong(LengthBytes, range);

    public void Append(CpuRange range)
    {
        Refusals.ThrowIf(WhyNot(range));
        if (Count > 0 && _entries[^1].TryMerge(range, out CpuRange merged))
        {
            _entries[^1] = merged;
        }
        else
        {
            _entries.Add(range);
        }

        LengthBytes += range.LengthBytes;
    }

    public IRangeStorage<CpuRange> Finish() => Refusals.Filled(this);

    public int Read(ref StoragePlace place, Span<CpuRange> ranges)
    {
        int count = Math.Min(ranges.Length, Count - place.Entry);
        CollectionsMarshal.AsSpan(_entries).Slice(place.Entry, count).CopyTo(ranges);
        place.Entry += count;
        return count;
    }

    public bool Walk<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IRangeVisitor<CpuRange>
    {
        foreach (CpuRange entry in CollectionsMarshal.AsSpan(_entries))
        {
            if (!visitor.Visit(entry))
            {
                return false;
            }
        }

        return true;
    }
}
