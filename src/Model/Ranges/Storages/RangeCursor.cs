using System.Runtime.CompilerServices;

namespace PhyrActors.Model;

/// <summary>Walks any storage range by range, from any byte; allocates nothing.</summary>
/// <remarks>After <see cref="Seek"/> the first range is what is left of its entry. Ranges are read some at a time,
/// so that the storage is asked rarely.</remarks>
public ref struct RangeCursor<TRange>
    where TRange : struct, IRange<TRange>
{
    private const int BufferRanges = 32;

    private readonly IRangeStorage<TRange> _storage;
    private StoragePlace _place;
    private int _next;
    private int _end;
    private ulong _skipBytes;
    private RangeBuffer _buffer;

    public RangeCursor(IRangeStorage<TRange> storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        _storage = storage;
    }

    public TRange Current { get; private set; }

    public readonly RangeCursor<TRange> GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next == _end && !TryRead())
        {
            return false;
        }

        Current = _buffer[_next++];
        if (_skipBytes != 0)
        {
            Current = Current.Slice(_skipBytes, Current.LengthBytes - _skipBytes);
            _skipBytes = 0;
        }

        return true;
    }

    /// <summary>Puts the cursor before the byte at an offset into the list; the list's length is its end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies past the end.</exception>
    public void Seek(ulong offsetBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offsetBytes, _storage.LengthBytes);
        (_place, _next, _end, _skipBytes) = (default, 0, 0, 0);
        if (offsetBytes < _storage.LengthBytes && _storage.TryFind(offsetBytes, out _place, out _skipBytes))
        {
            return;
        }

        while (offsetBytes > 0)
        {
            MoveNext();
            if (Current.LengthBytes > offsetBytes)
            {
                _next--;
                _skipBytes = offsetBytes;
                return;
            }

            offsetBytes -= Current.LengthBytes;
        }
    }

    private bool TryRead()
    {
        _next = 0;
        _end = _storage.Read(ref _place, _buffer);
        return _end > 0;
    }

    [InlineArray(BufferRanges)]
    private struct RangeBuffer
    {
        private TRange _first;
    }
}
