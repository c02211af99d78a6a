namespace PhyrActors.Model;

/// <summary>Walks any storage in blocks of one size at multiples of it, a page being one; allocates
/// nothing.</summary>
/// <remarks>A block that a run begins or ends inside is given in part.</remarks>
public ref struct BlockCursor<TRange>
    where TRange : struct, IRange<TRange>
{
    private readonly ulong _offsetMask;
    private RangeCursor<TRange> _ranges;
    private TRange _rest;

    public BlockCursor(IRangeStorage<TRange> storage, PageSize block)
    {
        _offsetMask = block.OffsetMask;
        _ranges = new RangeCursor<TRange>(storage);
    }

    public TRange Current { get; private set; }

    public readonly BlockCursor<TRange> GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.LengthBytes == 0)
        {
            if (!_ranges.MoveNext())
            {
                return false;
            }

            _rest = _ranges.Current;
        }

        ulong toEnd = _offsetMask - (_rest.StartValue & _offsetMask);
        ulong takenBytes = Math.Min(_rest.LengthBytes - 1, toEnd) + 1;
        Current = _rest.Slice(0, takenBytes);
        _rest = takenBytes == _rest.LengthBytes ? default : _rest.Slice(takenBytes, _rest.LengthBytes - takenBytes);
        return true;
    }
}
