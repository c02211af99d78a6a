namespace PhyrActors.Model;

/// <summary>A part of a list by offset and length, which copies nothing and is a list itself.</summary>
public sealed class RangeSlice<TRange> : IRangeStorage<TRange>
    where TRange : struct, IRange<TRange>
{
    private readonly IRangeStorage<TRange> _storage;
    private readonly ulong _offsetBytes;
    private readonly StoragePlace _first;
    private readonly ulong _skipBytes;

    /// <exception cref="ArgumentOutOfRangeException">The part is empty or reaches past the list's end.</exception>
    public RangeSlice(IRangeStorage<TRange> storage, ulong offsetBytes, ulong lengthBytes)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offsetBytes, storage.LengthBytes);
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengthBytes, storage.LengthBytes - offsetBytes);
        (_storage, _offsetBytes, LengthBytes) = (storage, offsetBytes, lengthBytes);
        if (!storage.TryFind(offsetBytes, out _first, out _skipBytes))
        {
            _first = Scan(offsetBytes, out _skipBytes);
        }
    }

    public ulong LengthBytes { get; }

    /// <summary>Nothing: the list has it all.</summary>
    public ulong BytesHeld => 0;

    /// <summary>A part of this part.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is empty or reaches past the end.</exception>
    public RangeSlice<TRange> Slice(ulong offsetBytes, ulong lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offsetBytes, LengthBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengthBytes, LengthBytes - offsetBytes);
        return new RangeSlice<TRange>(_storage, _offsetBytes + offsetBytes, lengthBytes);
    }

    public int Read(ref StoragePlace place, Span<TRange> ranges)
    {
        ulong doneBytes = place.DoneBytes;
        if (doneBytes == LengthBytes)
        {
            return 0;
        }

        StoragePlace inner = doneBytes == 0 ? _first : place with { DoneBytes = 0 };
        int read = _storage.Read(ref inner, ranges);
        int count = 0;
        while (count < read && doneBytes < LengthBytes)
        {
            ulong skipBytes = doneBytes == 0 ? _skipBytes : 0;
            ulong takenBytes = Math.Min(ranges[count].LengthBytes - skipBytes, LengthBytes - doneBytes);
            ranges[count] = ranges[count].Slice(skipBytes, takenBytes);
            doneBytes += takenBytes;
            count++;
        }

        place = inner with { DoneBytes = doneBytes };
        return count;
    }

    private StoragePlace Scan(ulong offsetBytes, out ulong skipBytes)
    {
        TRange range = default;
        StoragePlace place = default;
        skipBytes = offsetBytes;
        while (true)
        {
            StoragePlace here = place;
            _storage.Read(ref place, new Span<TRange>(ref range));
            if (range.LengthBytes > skipBytes)
            {
                return here;
            }

            skipBytes -= range.LengthBytes;
        }
    }
}
