namespace PhyrActors.Model;

/// <summary>Walks any storage in segments: neighbours merged, then cut by limits; allocates nothing.</summary>
public ref struct LimitedCursor<TRange>
    where TRange : struct, IRange<TRange>
{
    private readonly RangeLimits _limits;
    private RangeCursor<TRange> _ranges;
    private TRange _rest;
    private TRange _ahead;
    private ulong _lastEnd;
    private bool _isStarted;

    /// <exception cref="ArgumentException">The limits contradict themselves, or no block says the list.</exception>
    public LimitedCursor(IRangeStorage<TRange> storage, RangeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(limits);
        limits.Check();
        _limits = limits;
        Block = limits.BlockOf(storage);
        _ranges = new RangeCursor<TRange>(storage);
    }

    public TRange Current { get; private set; }

    /// <summary>What each segment but the first and the last is, where blocks were asked for.</summary>
    public PageSize? Block { get; }

    /// <summary>Whether <see cref="Current"/> cannot be in one request with the segment before it.</summary>
    public bool HasGapBefore { get; private set; }

    public readonly LimitedCursor<TRange> GetEnumerator() => this;

    /// <summary>Puts the cursor before the byte at an offset into the list.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies past the end.</exception>
    public void Seek(ulong offsetBytes)
    {
        _ranges.Seek(offsetBytes);
        (_rest, _ahead, _isStarted) = (default, default, false);
    }

    public bool MoveNext()
    {
        if (_rest.LengthBytes == 0 && !TryReadRun())
        {
            return false;
        }

        ulong takenBytes = _limits.Take(_rest.StartValue, _rest.LengthBytes, Block);
        Current = _rest.Slice(0, takenBytes);
        HasGapBefore = _isStarted && ((_lastEnd | Current.StartValue) & _limits.VirtBoundaryMask) != 0;
        _lastEnd = unchecked(Current.StartValue + takenBytes);
        _isStarted = true;
        _rest = takenBytes == _rest.LengthBytes
            ? default
            : _rest.Slice(takenBytes, _rest.LengthBytes - takenBytes);
        return true;
    }

    /// <summary>Reads ranges as long as they are neighbours.</summary>
    private bool TryReadRun()
    {
        _rest = _ahead;
        _ahead = default;
        while (_ranges.MoveNext())
        {
            if (_rest.LengthBytes == 0)
            {
                _rest = _ranges.Current;
            }
            else if (_rest.TryMerge(_ranges.Current, out TRange merged))
            {
                _rest = merged;
            }
            else
            {
                _ahead = _ranges.Current;
                break;
            }
        }

        return _rest.LengthBytes != 0;
    }
}
