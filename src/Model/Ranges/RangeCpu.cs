namespace PhyrActors.Model;

/// <summary>What a pin gives: the physical memory under one contiguous run of virtual addresses, in their
/// order.</summary>
/// <remarks>Immutable, so messages may carry it. Stored as whole natural blocks, one a chunk; the first and the last
/// are sliced by two list-level numbers, the bytes to skip and the length. A chunk is a maximal run of the pin within
/// one folio and its block is that folio, except where an interior part of a folio only is mapped: that part takes
/// several blocks.</remarks>
public sealed class RangeCpu : IRangeStorage<CpuRange>
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

    /// <summary>A cursor before a chunk, so that a part of the list is walked without a look-up each.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public RangeCpuCursor From(int chunk)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)chunk, (uint)ChunkCount, nameof(chunk));
        return new RangeCpuCursor(this, chunk);
    }

    /// <inheritdoc/>
    public int Read(ref StoragePlace place, Span<CpuRange> ranges)
    {
        int count = Math.Min(ranges.Length, ChunkCount - place.Entry);
        for (int i = 0; i < count; i++)
        {
            ranges[i] = new CpuRange(this[place.Entry + i]);
        }

        place.Entry += count;
        return count;
    }

    /// <inheritdoc/>
    public bool TryFind(ulong offsetBytes, out StoragePlace place, out ulong offsetInRangeBytes)
    {
        place = new StoragePlace(0, ChunkAt(offsetBytes, out offsetInRangeBytes));
        return true;
    }

    /// <inheritdoc/>
    public bool Walk<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IRangeVisitor<CpuRange>
    {
        Span<ulong> entries = stackalloc ulong[BlockLayout.ChunksMax];
        int last = ChunkCount - 1;
        for (int first = 0; first <= last; first += BlockLayout.ChunksMax)
        {
            int count = _blocks.CopyBlock(first / BlockLayout.ChunksMax, entries);
            int whole = first == 0 ? 1 : 0;
            int wholeEnd = Math.Max(whole, first + count > last ? count - 1 : count);
            if ((whole == 1 && !visitor.Visit(new CpuRange(PhyrOf(0, entries[0]))))
                || !VisitWhole(entries[whole..wholeEnd], ref visitor)
                || (wholeEnd < count && !visitor.Visit(new CpuRange(PhyrOf(last, entries[wholeEnd])))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bytes of a chunk that belong to the range, its entry being known.</summary>
    internal Phyr PhyrOf(int chunk, ulong entry) => chunk > 0 && chunk < ChunkCount - 1
        ? Phyr.OfBlock(PackedEntry.HeadOf(entry), PackedEntry.OrderOf(entry))
        : Slice(chunk, PackedEntry.Decode(entry));

    private static bool VisitWhole<TVisitor>(ReadOnlySpan<ulong> entries, ref TVisitor visitor)
        where TVisitor : struct, IRangeVisitor<CpuRange>
    {
        foreach (ulong entry in entries)
        {
            if (!visitor.Visit(new CpuRange(Phyr.OfBlock(PackedEntry.HeadOf(entry), PackedEntry.OrderOf(entry)))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bytes of a chunk that belong to the range, its block being known.</summary>
    private Phyr Slice(int chunk, FrameBlock block)
    {
        ulong start = chunk == 0 ? FirstOffsetBytes : 0;
        ulong end = chunk == ChunkCount - 1 ? _lastChunkEndBytes : block.LengthBytes;
        return new Phyr(block.Head.Address + start, end - start);
    }

    /// <inheritdoc cref="CompressedList.CopyBlock"/>
    internal int CopyBlock(int block, Span<ulong> chunks) => _blocks.CopyBlock(block, chunks);

    public override string ToString() => $"{LengthBytes} bytes in {ChunkCount} chunks";
}
