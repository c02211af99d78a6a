namespace PhyrActors.Model;

/// <summary>What a pin gives: the physical memory under one contiguous run of virtual addresses, in their
/// order.</summary>
/// <remarks>Immutable, so messages may carry it. Stored as whole natural blocks, one a chunk; the first and the last
/// are sliced by two list-level numbers, the bytes to skip and the length. A chunk is a maximal run of the pin within
/// one folio and its block is that folio, except where an interior part of a folio only is mapped: that part takes
/// several blocks.</remarks>
public sealed class RangeCpu
{
    private readonly CompressedList _blocks;
    private readonly ulong _lastChunkEndBytes;

    internal RangeCpu(CompressedList blocks, ulong firstOffsetBytes, ulong lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        FrameBlock last = blocks[blocks.Count - 1];
        ulong bytesBeforeLast = (blocks.Frames - last.Frames) << Pfn.FrameSizeLog2;
        ulong endBytes = firstOffsetBytes + lengthBytes;
        if (firstOffsetBytes >= blocks[0].LengthBytes || endBytes <= bytesBeforeLast
            || endBytes - bytesBeforeLast > last.LengthBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(lengthBytes), "The slice must begin in the first block and end in the last.");
        }

        (_blocks, FirstOffsetBytes, LengthBytes) = (blocks, firstOffsetBytes, lengthBytes);
        _lastChunkEndBytes = endBytes - bytesBeforeLast;
    }

    public int ChunkCount => _blocks.Count;

    public ulong LengthBytes { get; }

    /// <summary>The bytes of the first block that are not part of the range.</summary>
    public ulong FirstOffsetBytes { get; }

    /// <summary>Bytes of storage, index included.</summary>
    public ulong BytesHeld => _blocks.BytesHeld + (2 * sizeof(ulong));

    /// <summary>The bytes of a chunk that belong to the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public Phyr this[int chunk] => Slice(chunk, _blocks[chunk]);

    /// <summary>The whole block that a chunk is a slice of.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public FrameBlock BlockAt(int chunk) => _blocks[chunk];

    /// <summary>The chunk that holds the byte at an offset into the range, and that byte's offset into the chunk's
    /// slice; O(log chunks).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset is not below <see cref="LengthBytes"/>.</exception>
    public int ChunkAt(ulong offsetBytes, out ulong offsetInChunkBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offsetBytes, LengthBytes);
        ulong listOffsetBytes = FirstOffsetBytes + offsetBytes;
        int chunk = _blocks.IndexAt(listOffsetBytes >> Pfn.FrameSizeLog2, out ulong framesBefore);
        ulong sliceStartBytes = chunk == 0 ? FirstOffsetBytes : framesBefore << Pfn.FrameSizeLog2;
        offsetInChunkBytes = listOffsetBytes - sliceStartBytes;
        return chunk;
    }

    /// <summary>A cursor before the first chunk; allocates nothing.</summary>
    public RangeCpuCursor GetEnumerator() => new(this);

    /// <summary>The bytes of a chunk that belong to the range, its block being known.</summary>
    internal Phyr Slice(int chunk, FrameBlock block)
    {
        ulong start = chunk == 0 ? FirstOffsetBytes : 0;
        ulong end = chunk == ChunkCount - 1 ? _lastChunkEndBytes : block.LengthBytes;
        return new Phyr(block.Head.Address + start, end - start);
    }

    /// <inheritdoc cref="CompressedList.CopyBlock"/>
    internal int CopyBlock(int block, Span<ulong> chunks) => _blocks.CopyBlock(block, chunks);

    public override string ToString() => $"{LengthBytes} bytes in {ChunkCount} chunks";
}
