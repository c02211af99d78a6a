namespace PhyrActors.Model;

/// <summary>Entries of 8, 16 or 24 bytes in linked chunks of 512: a pointer and 63 words.</summary>
/// <remarks>An entry lies in one chunk; a word with the encoding 3 marks the end of one that is not full. No
/// allocation is larger than a chunk. The container of both sides: what entries mean is their views' affair.</remarks>
internal sealed class RListChunks
{
    public const int ChunkBytes = 512;
    public const int ChunkWords = (ChunkBytes / sizeof(ulong)) - 1;

    private const ulong EncodingMask = 3;
    private const ulong EncodingEnd = 3;

    private readonly List<ulong[]> _chunks = [];
    private int _used = ChunkWords;
    private StoragePlace _last = new(-1, 0);

    public int Count { get; private set; }

    public ulong BytesHeld => (ulong)_chunks.Count * ChunkBytes;

    public void Append(RListEntry entry)
    {
        int words = entry.Words;
        if (_used + words > ChunkWords)
        {
            ulong[] chunk = new ulong[ChunkWords];
            Array.Fill(chunk, EncodingEnd);
            _chunks.Add(chunk);
            _used = 0;
        }

        _last = new StoragePlace(_chunks.Count - 1, _used);
        entry.Write(_chunks[^1].AsSpan(_used, words));
        _used += words;
        Count++;
    }

    /// <summary>Writes the last entry anew, which may move it to a chunk of its own.</summary>
    public void ReplaceLast(RListEntry entry)
    {
        _chunks[^1].AsSpan(_last.Entry).Fill(EncodingEnd);
        _used = _last.Entry;
        Count--;
        Append(entry);
    }

    /// <returns>False at the end.</returns>
    public bool TryRead(ref StoragePlace place, out RListEntry entry)
    {
        while (place.Table < _chunks.Count)
        {
            ReadOnlySpan<ulong> chunk = _chunks[place.Table];
            if (place.Entry < ChunkWords && (chunk[place.Entry] & EncodingMask) != EncodingEnd)
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
}
