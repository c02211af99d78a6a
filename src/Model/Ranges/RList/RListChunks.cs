namespace PhyrActors.Model;

/// <summary>Entries of 8, 16 or 24 bytes in linked chunks of 512: a pointer and 63 words.</summary>
/// <remarks>An entry lies in one chunk; a word with the encoding 3 marks the end of one that is not full. No
/// allocation is larger than a chunk. The container of both sides: what entries mean is their views' affair.</remarks>
internal sealed class RListChunks(RListSlip slip)
{
    public const int ChunkBytes = 512;
    public const int ChunkWords = (ChunkBytes / sizeof(ulong)) - 1;

    /// <summary>The largest entries that a chunk takes.</summary>
    public const int EntriesAtLeast = ChunkWords / 3;

    private const ulong EncodingMask = 3;
    private const ulong EncodingEnd = 3;

    private readonly List<ulong[]> _chunks = [];
    private int _inUse;
    private int _used = ChunkWords;
    private StoragePlace _last = new(-1, 0);

    public int Count { get; private set; }

    /// <summary>Chunks in use and taken ahead.</summary>
    public ulong BytesHeld => (ulong)_chunks.Count * ChunkBytes;

    public bool IsEmpty => slip == RListSlip.M2 ? Count > 0 : Count == 0;

    /// <summary>Takes chunks ahead for a number of entries, however large.</summary>
    public void Preload(int entries)
    {
        int chunks = (entries + EntriesAtLeast - 1) / EntriesAtLeast;
        while (slip == RListSlip.M4 ? _chunks.Count - _inUse >= chunks : _chunks.Count - _inUse < chunks)
        {
            AddChunk();
        }
    }

    /// <summary>Whether an entry finds room without another chunk being taken.</summary>
    public bool HasRoom(RListEntry entry) => _used + entry.Words <= ChunkWords || _inUse < _chunks.Count;

    /// <summary>Whether the last entry can be written anew without another chunk being taken.</summary>
    public bool HasRoomForLast(RListEntry entry) => _last.Entry + entry.Words <= ChunkWords || _inUse < _chunks.Count;

    public void Append(RListEntry entry)
    {
        int words = entry.Words;
        if (_used + words > ChunkWords)
        {
            if (_inUse == _chunks.Count)
            {
                AddChunk();
            }

            (_inUse, _used) = (_inUse + 1, 0);
        }

        _last = new StoragePlace(_inUse - 1, _used);
        entry.Write(_chunks[_inUse - 1].AsSpan(_used, words));
        _used += words;
        Count++;
    }

    /// <summary>Writes the last entry anew, which may move it to a chunk of its own.</summary>
    public void ReplaceLast(RListEntry entry)
    {
        _chunks[_inUse - 1].AsSpan(_last.Entry).Fill(EncodingEnd);
        _used = _last.Entry;
        Count--;
        Append(entry);
    }

    /// <summary>Gives all chunks back.</summary>
    public void Clear()
    {
        if (slip != RListSlip.M9)
        {
            _chunks.Clear();
        }

        (_inUse, _used, Count) = (0, ChunkWords, 0);
    }

    /// <returns>False at the end.</returns>
    public bool TryRead(ref StoragePlace place, out RListEntry entry)
    {
        while (place.Table < _inUse)
        {
            ReadOnlySpan<ulong> chunk = _chunks[place.Table];
            if (place.Entry < ChunkWords && !IsEnd(chunk, place.Entry))
            {
                entry = RListEntry.Read(chunk[place.Entry..]);
                place.Entry += entry.Words;
                return true;
            }

            place = new StoragePlace(place.Table + 1, 0);
        }

        entry = default;
        return false;
    }

    private bool IsEnd(ReadOnlySpan<ulong> chunk, int word) =>
        (chunk[word] & EncodingMask) == EncodingEnd
        || (slip == RListSlip.M1 && word > 0 && RListEntry.Read(chunk[word..]).Type == RListType.Frames);

    private void AddChunk()
    {
        ulong[] chunk = new ulong[ChunkWords];
        Array.Fill(chunk, EncodingEnd);
        _chunks.Add(chunk);
    }
}
