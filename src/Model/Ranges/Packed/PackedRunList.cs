using System.Runtime.InteropServices;

namespace PhyrActors.Model;

/// <summary>Runs at 8 or 12 bytes each: all three modes of the packed encoding.</summary>
/// <remarks>Two list-level numbers slice the first and the last entry, so that only runs that begin or end inside a
/// frame in the middle of a list need mode 10, of less than 32 MiB each. Source: J. Gunthorpe, linux-mm,
/// January 2022.</remarks>
public sealed class PackedRunList : IRangeStorage<CpuRange>, ICpuSink
{
    // A list without entries: offset and length of the slice, and where the entries lie.
    private const ulong HeaderBytes = 32;

    private readonly List<uint> _words = [];
    private uint _firstOffsetBytes;

    // The last run is written again when another follows: until then its ends need no words.
    private int _lastWord;
    private CpuRange _last;

    public ulong LengthBytes { get; private set; }

    public ulong BytesHeld => ((ulong)_words.Count * sizeof(uint)) + HeaderBytes;

    /// <summary>Bytes of the entries alone.</summary>
    public ulong EntryBytes => (ulong)_words.Count * sizeof(uint);

    public string? WhyNot(CpuRange range) => Refusals.TooLong(LengthBytes, range) ?? Refusals.Lent(range);

    public void Append(CpuRange range)
    {
        Refusals.ThrowIf(WhyNot(range));
        CollectionsMarshal.SetCount(_words, _lastWord);
        bool isFirst = _lastWord == 0;
        if (LengthBytes > 0 && _last.TryMerge(range, out CpuRange merged))
        {
            _last = merged;
        }
        else
        {
            if (LengthBytes > 0)
            {
                PackedRun.Write(_last, isFirst, isLast: false, _words);
                isFirst = false;
            }

            (_last, _lastWord) = (range, _words.Count);
        }

        _firstOffsetBytes = LengthBytes == 0 ? range.OffsetInFrameBytes : _firstOffsetBytes;
        LengthBytes += range.LengthBytes;
        PackedRun.Write(_last, isFirst, isLast: true, _words);
    }

    public IRangeStorage<CpuRange> Finish() => Refusals.Filled(this);

    public int Read(ref StoragePlace place, Span<CpuRange> ranges)
    {
        ReadOnlySpan<uint> words = CollectionsMarshal.AsSpan(_words);
        int count = 0;
        while (count < ranges.Length && place.Entry < words.Length)
        {
            int entry = place.Entry;
            int next = entry;
            Phyr whole = PackedRun.Read(words, ref next);
            place.Entry = next;
            ulong skipBytes = entry == 0 && PackedRun.IsWholeFrames(words[entry..]) ? _firstOffsetBytes : 0;
            ulong endBytes = place.Entry == words.Length && PackedRun.IsWholeFrames(words[entry..])
                ? whole.LengthBytes - CutBytes
                : whole.LengthBytes;
            ranges[count++] = new CpuRange(new Phyr(whole.Start + skipBytes, endBytes - skipBytes));
        }

        return count;
    }

    /// <summary>Bytes of the last frame behind the end.</summary>
    private ulong CutBytes => PageSize.Size4KiB.OffsetMask - (_last.Phyr.Last.Value & PageSize.Size4KiB.OffsetMask);
}
