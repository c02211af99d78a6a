namespace PhyrActors.Model;

/// <summary>Walks a <see cref="RangeCpu"/> chunk by chunk, from any byte; allocates nothing.</summary>
/// <remarks>After <see cref="Seek"/> the first range is what is left of its chunk.</remarks>
public ref struct RangeCpuCursor
{
    private readonly RangeCpu _range;
    private int _nextChunk;
    private ulong _skipBytes;

    internal RangeCpuCursor(RangeCpu range) => _range = range;

    public Phyr Current { get; private set; }

    /// <summary>The chunk that <see cref="Current"/> belongs to.</summary>
    public readonly int Chunk => _nextChunk - 1;

    public bool MoveNext()
    {
        if (_nextChunk == _range.ChunkCount)
        {
            return false;
        }

        Phyr chunk = _range[_nextChunk++];
        Current = _skipBytes == 0 ? chunk : new Phyr(chunk.Start + _skipBytes, chunk.LengthBytes - _skipBytes);
        _skipBytes = 0;
        return true;
    }

    /// <summary>Puts the cursor before the byte at an offset into the range; the range's length is its end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies past the end.</exception>
    public void Seek(ulong offsetBytes)
    {
        if (offsetBytes == _range.LengthBytes)
        {
            (_nextChunk, _skipBytes) = (_range.ChunkCount, 0);
            return;
        }

        _nextChunk = _range.ChunkAt(offsetBytes, out _skipBytes);
    }
}
