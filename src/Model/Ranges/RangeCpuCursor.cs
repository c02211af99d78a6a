using System.Runtime.CompilerServices;

namespace PhyrActors.Model;

/// <summary>Walks a <see cref="RangeCpu"/> chunk by chunk, from any byte; allocates nothing.</summary>
/// <remarks>After <see cref="Seek"/> the first range is what is left of its chunk. Chunks are decoded a block at a
/// time.</remarks>
public ref struct RangeCpuCursor
{
    private readonly RangeCpu _range;
    private int _nextChunk;
    private int _bufferFirst;
    private int _bufferEnd;
    private ulong _skipBytes;
    private ChunkBuffer _buffer;

    internal RangeCpuCursor(RangeCpu range, int chunk = 0) => (_range, _nextChunk) = (range, chunk);

    public Phyr Current { get; private set; }

    /// <summary>The chunk that <see cref="Current"/> belongs to.</summary>
    public readonly int Chunk => _nextChunk - 1;

    public bool MoveNext()
    {
        if (_nextChunk >= _bufferEnd && !TryDecode())
        {
            return false;
        }

        Current = _range.PhyrOf(_nextChunk, _buffer[_nextChunk - _bufferFirst]);
        if (_skipBytes != 0)
        {
            Current = new Phyr(Current.Start + _skipBytes, Current.LengthBytes - _skipBytes);
            _skipBytes = 0;
        }

        _nextChunk++;
        return true;
    }

    /// <summary>Puts the cursor before the byte at an offset into the range; the range's length is its end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies past the end.</exception>
    public void Seek(ulong offsetBytes)
    {
        (_nextChunk, _skipBytes) = (_range.ChunkCount, 0);
        if (offsetBytes != _range.LengthBytes)
        {
            _nextChunk = _range.ChunkAt(offsetBytes, out _skipBytes);
        }

        _bufferEnd = 0;
    }

    private bool TryDecode()
    {
        if (_nextChunk == _range.ChunkCount)
        {
            return false;
        }

        int block = _nextChunk / BlockLayout.ChunksMax;
        _bufferFirst = block * BlockLayout.ChunksMax;
        _bufferEnd = _bufferFirst + _range.CopyBlock(block, _buffer);
        return true;
    }

    [InlineArray(BlockLayout.ChunksMax)]
    private struct ChunkBuffer
    {
        private ulong _first;
    }
}
