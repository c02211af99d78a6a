namespace PhyrActors.Model;

/// <summary>Walks a <see cref="RangeCpu"/> in segments: physically adjacent chunks merged, none longer than a
/// limit.</summary>
/// <remarks>A segment is cut where the whole frames it touches would pass the limit, so that all but the last end on
/// a frame; the rule of sg_alloc_append_table_from_pages (lib/scatterlist.c, v6.12). Allocates nothing.</remarks>
public ref struct SegmentCursor
{
    private readonly ulong _maxSegmentBytes;
    private RangeCpuCursor _chunks;
    private Phyr _ahead;

    /// <param name="range">What to walk.</param>
    /// <param name="maxSegmentBytes">Rounded down to whole frames.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below one frame.</exception>
    public SegmentCursor(RangeCpu range, ulong maxSegmentBytes)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSegmentBytes, Pfn.FrameSizeBytes);
        _maxSegmentBytes = maxSegmentBytes & ~PageSize.Size4KiB.OffsetMask;
        _chunks = range.GetEnumerator();
    }

    public Phyr Current { get; private set; }

    public bool MoveNext()
    {
        if (_ahead == default && !TryReadAhead())
        {
            return false;
        }

        Phyr segment = _ahead;
        ulong roomBytes = _maxSegmentBytes - (segment.Start.Value & PageSize.Size4KiB.OffsetMask);
        _ahead = default;
        while (segment.LengthBytes < roomBytes && TryReadAhead() && segment.IsFollowedBy(_ahead))
        {
            segment = new Phyr(segment.Start, segment.LengthBytes + _ahead.LengthBytes);
            _ahead = default;
        }

        if (segment.LengthBytes > roomBytes)
        {
            _ahead = new Phyr(segment.Start + roomBytes, segment.LengthBytes - roomBytes);
            segment = new Phyr(segment.Start, roomBytes);
        }

        Current = segment;
        return true;
    }

    /// <summary>The segments left, which are walked.</summary>
    public ulong CountRest()
    {
        ulong count = 0;
        while (MoveNext())
        {
            count++;
        }

        return count;
    }

    private bool TryReadAhead()
    {
        bool read = _chunks.MoveNext();
        _ahead = read ? _chunks.Current : default;
        return read;
    }
}
