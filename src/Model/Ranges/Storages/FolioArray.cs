namespace PhyrActors.Model;

/// <summary>What memfd_pin_folios fills: each folio once, 8 bytes, and the bytes of the first that are
/// skipped.</summary>
/// <remarks>Only the first folio may begin and only the last may end outside the list, so that one pin operation a
/// folio is enough and no tail page is named. Source: mm/gup.c, v6.12.</remarks>
public sealed class FolioArray : IRangeStorage<CpuRange>, ICpuSink
{
    public const ulong EntryBytes = 8;

    private readonly List<ulong> _folios = [];

    // From the head of the last folio to the end of the list.
    private ulong _lastEndBytes;

    public int Count => _folios.Count;

    public ulong LengthBytes { get; private set; }

    /// <summary>Bytes of the first folio before the list.</summary>
    public ulong FirstOffsetBytes { get; private set; }

    public ulong BytesHeld => (ulong)Count * EntryBytes;

    /// <summary>The folio at a position.</summary>
    public FrameBlock this[int index] => PackedEntry.Decode(_folios[index]);

    public string? WhyNot(CpuRange range) =>
        Refusals.TooLong(LengthBytes, range)
        ?? Refusals.Lent(range)
        ?? Refusals.InsideFrame(LengthBytes, _lastEndBytes & PageSize.Size4KiB.OffsetMask, range)
        ?? (Continues(range.Phyr.Start) ? null : $"{range} follows a list that ends inside {this[^1]}.");

    /// <summary>Adds bytes of which no folio is known, as the fewest natural blocks.</summary>
    public void Append(CpuRange range)
    {
        Refusals.ThrowIf(WhyNot(range));
        Pfn next = Pfn.Of(range.Phyr.Start);
        Pfn end = Pfn.Of(range.Phyr.Last) + 1;
        if (Count > 0 && _lastEndBytes < this[^1].LengthBytes)
        {
            next = Min(end, this[^1].End);
            Grow(new Phyr(range.Phyr.Start, Math.Min(range.LengthBytes, this[^1].LengthBytes - _lastEndBytes)));
        }

        while (next < end)
        {
            FrameBlock block = FrameBlock.LargestAt(next, end.Value - next.Value);
            ulong startBytes = Math.Max(block.Head.Address.Value, range.Phyr.Start.Value);
            ulong lastBytes = Math.Min((block.End.Address.Value - 1), range.Phyr.Last.Value);
            Add(block, new Phyr(new PhysAddr(startBytes), lastBytes - startBytes + 1));
            next = block.End;
        }
    }

    public string? WhyNot(Pfn start, ulong frames, FrameBlock folio) =>
        Refusals.OutsideFolio(start, frames, folio)
        ?? WhyNot(CpuRange.OfFrames(start, frames))
        ?? (Count == 0 || start == folio.Head || GoesOn(start, folio) ? null
            : $"{CpuRange.OfFrames(start, frames)} begins inside {folio} and is not the first.");

    public void Append(Pfn start, ulong frames, FrameBlock folio)
    {
        Refusals.ThrowIf(WhyNot(start, frames, folio));
        Phyr bytes = CpuRange.OfFrames(start, frames).Phyr;
        if (Count > 0 && GoesOn(start, folio))
        {
            Grow(bytes);
        }
        else
        {
            Add(folio, bytes);
        }
    }

    public IRangeStorage<CpuRange> Finish() => Refusals.Filled(this);

    public int Read(ref StoragePlace place, Span<CpuRange> ranges)
    {
        int count = Math.Min(ranges.Length, Count - place.Entry);
        for (int i = 0; i < count; i++)
        {
            int index = place.Entry + i;
            FrameBlock folio = this[index];
            ulong skipBytes = index == 0 ? FirstOffsetBytes : 0;
            ulong endBytes = index == Count - 1 ? _lastEndBytes : folio.LengthBytes;
            ranges[i] = new CpuRange(new Phyr(folio.Head.Address + skipBytes, endBytes - skipBytes));
        }

        place.Entry += count;
        return count;
    }

    private static Pfn Min(Pfn left, Pfn right) => left < right ? left : right;

    /// <summary>The list ends with its last folio, or the address is the next one inside it.</summary>
    private bool Continues(PhysAddr start) =>
        Count == 0 || _lastEndBytes == this[^1].LengthBytes || start == this[^1].Head.Address + _lastEndBytes;

    private bool GoesOn(Pfn start, FrameBlock folio) =>
        folio == this[^1] && _lastEndBytes < folio.LengthBytes && start.Address == folio.Head.Address + _lastEndBytes;

    private void Add(FrameBlock folio, Phyr bytes)
    {
        ulong offsetBytes = bytes.Start - folio.Head.Address;
        FirstOffsetBytes = Count == 0 ? offsetBytes : FirstOffsetBytes;
        _folios.Add(PackedEntry.Encode(folio));
        _lastEndBytes = offsetBytes;
        Grow(bytes);
    }

    private void Grow(Phyr bytes)
    {
        _lastEndBytes += bytes.LengthBytes;
        LengthBytes += bytes.LengthBytes;
    }
}
