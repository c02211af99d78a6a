namespace PhyrActors.Model;

/// <summary>Blocks of frames in list order, in about 3 bytes each, with look-up by position and by offset.</summary>
/// <remarks>128 chunks at a time are written as the classes of order that occur among them, the class of each as bit
/// planes, and each head in units of its own size, so that a chunk takes the entropy of its place and little more;
/// frames need no order. A sample of the frames before each block leads to it, and counting bits leads on within it.
/// What was appended since the last full block is kept at 8 bytes each until <see cref="Trim"/>, and a handful
/// for ever.</remarks>
public sealed class CompressedList
{
    private const int BlockLog2 = 7;
    private const int BlockMask = BlockLayout.ChunksMax - 1;
    private const int SmallestCapacity = 4;

    // What a block costs beside its own words: its place, its sample, and the word behind the last block.
    private const int PlaceWords = 3;

    // Null for a list that never filled one.
    private CompressedBlocks? _blocks;
    private ulong[] _tail = [];
    private int _tailCount;
    private ulong _frames;
    private bool _trimmed;

    public int Count { get; private set; }

    /// <summary>The frames of all blocks together.</summary>
    public ulong Frames => _frames;

    /// <summary>Bytes of blocks, samples, places and segment pointers, spare room included.</summary>
    public ulong BytesHeld => (_blocks?.BytesHeld ?? 0) + (sizeof(ulong) * (ulong)_tail.Length);

    private int Blocks => _blocks?.Count ?? 0;

    /// <summary>The block at a position, in constant time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    public FrameBlock this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            int block = index >> BlockLog2;
            return PackedEntry.Decode(block < Blocks
                ? ReaderOf(block).ChunkAt(index & BlockMask)
                : _tail[index & BlockMask]);
        }
    }

    /// <exception cref="InvalidOperationException">The list was trimmed.</exception>
    public void Append(FrameBlock block)
    {
        if (_trimmed)
        {
            throw new InvalidOperationException("The list is finished.");
        }

        if (_tailCount == _tail.Length)
        {
            Array.Resize(ref _tail, Math.Max(SmallestCapacity, Math.Min(_tail.Length * 2, BlockLayout.ChunksMax)));
        }

        _tail[_tailCount++] = PackedEntry.Encode(block);
        _frames += block.Frames;
        Count++;
        if (_tailCount == BlockLayout.ChunksMax)
        {
            Span<ulong> words = stackalloc ulong[BlockLayout.WordsMax];
            Compress(words[..BlockWriter.Write(_tail, words)]);
        }
    }

    /// <summary>The position of the block that holds the frame at an offset from the list's start, and the frames
    /// before that block; O(log blocks).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies past the last block.</exception>
    public int IndexAt(ulong frameOffset, out ulong framesBefore)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frameOffset, _frames);
        if (_blocks is null || frameOffset >= _blocks.Frames)
        {
            framesBefore = _blocks?.Frames ?? 0;
            return (Blocks << BlockLog2) + SearchTail(frameOffset, ref framesBefore);
        }

        int block = _blocks.BlockOf(frameOffset);
        framesBefore = _blocks.FramesBefore(block);
        int index = ReaderOf(block).IndexAt(frameOffset - framesBefore, out ulong within);
        framesBefore += within;
        return (block << BlockLog2) + index;
    }

    /// <summary>Writes a block of positions, as <see cref="PackedEntry.Encode"/> does: those from
    /// <paramref name="block"/> times 128 on.</summary>
    /// <returns>How many there are.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    public int CopyBlock(int block, Span<ulong> chunks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(block);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((long)block << BlockLog2, Count, nameof(block));
        if (block < Blocks)
        {
            ReaderOf(block).CopyTo(chunks);
            return CountOf(block);
        }

        _tail.AsSpan(0, _tailCount).CopyTo(chunks);
        return _tailCount;
    }

    /// <summary>Compresses the rest where that is shorter, and gives spare room back; for a list that is
    /// finished.</summary>
    public void Trim()
    {
        _trimmed = true;
        if (_tailCount > 0)
        {
            Span<ulong> words = stackalloc ulong[BlockLayout.WordsMax];
            int used = BlockWriter.Write(_tail.AsSpan(0, _tailCount), words);
            if (used + PlaceWords < _tailCount)
            {
                Compress(words[..used]);
            }
        }

        Array.Resize(ref _tail, _tailCount);
        _blocks?.Trim();
    }

    private static ulong FramesOf(ulong chunk) => 1UL << PackedEntry.OrderOf(chunk);

    private int CountOf(int block) => Math.Min(BlockLayout.ChunksMax, Count - (block << BlockLog2));

    private BlockReader ReaderOf(int block) => new(_blocks![block], CountOf(block));

    private int SearchTail(ulong frameOffset, ref ulong framesBefore)
    {
        int index = 0;
        while (framesBefore + FramesOf(_tail[index]) <= frameOffset)
        {
            framesBefore += FramesOf(_tail[index++]);
        }

        return index;
    }

    private void Compress(ReadOnlySpan<ulong> words)
    {
        _blocks ??= new CompressedBlocks();
        _blocks.Add(words, _frames - _blocks.Frames);
        _tailCount = 0;
    }
}
