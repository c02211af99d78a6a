namespace PhyrActors.Model;

/// <summary>Bytes that one writer wrote last.</summary>
public readonly record struct WrittenPiece(Phyr Range, int Writer);

/// <summary>Who wrote which bytes of physical memory last, since each frame was handed on.</summary>
/// <remarks>Sorted pieces by 2 MiB of addresses; neighbours of one writer are one piece, and a hand-over drops
/// pieces, so all that are left are of their frame's present generation.</remarks>
public sealed class ByteIntervals
{
    private readonly Dictionary<ulong, WrittenBlock> _blocks = [];
    private readonly FrameGenerations _generations = new();

    /// <summary>Pieces kept.</summary>
    public long PieceCount { get; private set; }

    public void Write(PhysAddr start, ulong lengthBytes, int writer)
    {
        Phyr range = new(start, lengthBytes);
        for (ulong index = BlockOf(range.Start); index <= BlockOf(range.Last); index++)
        {
            if (!_blocks.TryGetValue(index, out WrittenBlock? block))
            {
                _blocks.Add(index, block = new WrittenBlock());
            }

            (uint first, uint end) = Clip(range, index);
            PieceCount += block.Replace(first, end, writer);
        }
    }

    /// <summary>Forgets who wrote whole frames, which pass to someone else, and raises their generation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or not in whole frames.</exception>
    public void HandOver(PhysAddr start, ulong lengthBytes)
    {
        Phyr range = new(start, lengthBytes);
        const ulong Offset = Pfn.FrameSizeBytes - 1;
        ArgumentOutOfRangeException.ThrowIfNotEqual(start.Value & Offset, 0UL, nameof(start));
        ArgumentOutOfRangeException.ThrowIfNotEqual(lengthBytes & Offset, 0UL, nameof(lengthBytes));
        for (ulong index = BlockOf(range.Start); index <= BlockOf(range.Last); index++)
        {
            if (_blocks.TryGetValue(index, out WrittenBlock? block))
            {
                (uint first, uint end) = Clip(range, index);
                PieceCount += block.Replace(first, end, writer: null);
                if (block.Count == 0)
                {
                    _blocks.Remove(index);
                }
            }
        }

        ulong frames = lengthBytes >> Pfn.FrameSizeLog2;
        for (Pfn next = Pfn.Of(start); frames > 0;)
        {
            FrameBlock handed = FrameBlock.LargestAt(next, frames);
            _generations.Bump(handed);
            (next, frames) = (handed.End, frames - handed.Frames);
        }
    }

    /// <summary>How often the frame of a byte was handed over.</summary>
    public ulong Generation(PhysAddr address) => _generations.Of(Pfn.Of(address));

    /// <summary>The pieces in a range, clipped to it, in rising order, until there is no more room; gives their
    /// number. Bytes that nobody wrote since their hand-over are in none.</summary>
    public int Read(PhysAddr start, ulong lengthBytes, Span<WrittenPiece> into)
    {
        Phyr range = new(start, lengthBytes);
        int count = 0;
        for (ulong index = BlockOf(range.Start); index <= BlockOf(range.Last); index++)
        {
            if (!_blocks.TryGetValue(index, out WrittenBlock? block))
            {
                continue;
            }

            (uint first, uint end) = Clip(range, index);
            for (int i = block.IndexAt(first); i < block.Count && block[i].First < end; i++)
            {
                (uint pieceFirst, uint pieceEnd, int writer) = block[i];
                pieceFirst = Math.Max(pieceFirst, first);
                PhysAddr at = new((index << PageSize.Size2MiB.Log2) + pieceFirst);
                Phyr piece = new(at, Math.Min(pieceEnd, end) - pieceFirst);
                if (count > 0 && into[count - 1].Writer == writer && into[count - 1].Range.IsFollowedBy(piece))
                {
                    Phyr before = into[count - 1].Range;
                    Phyr joined = new(before.Start, before.LengthBytes + piece.LengthBytes);
                    into[count - 1] = new WrittenPiece(joined, writer);
                }
                else if (count == into.Length)
                {
                    return count;
                }
                else
                {
                    into[count++] = new WrittenPiece(piece, writer);
                }
            }
        }

        return count;
    }

    /// <summary>A CPU copies bytes: who wrote them wrote the copy. The two ranges do not overlap.</summary>
    public void Copy(PhysAddr from, PhysAddr to, ulong lengthBytes)
    {
        Span<WrittenPiece> piece = stackalloc WrittenPiece[1];
        for (ulong done = 0; done < lengthBytes;)
        {
            if (Read(from + done, lengthBytes - done, piece) == 0)
            {
                return;
            }

            Phyr written = piece[0].Range;
            Write(to + (written.Start - from), written.LengthBytes, piece[0].Writer);
            done = written.Last - from + 1;
        }
    }

    private static ulong BlockOf(PhysAddr address) => address.Value >> PageSize.Size2MiB.Log2;

    private static (uint First, uint End) Clip(Phyr range, ulong block)
    {
        uint first = block == BlockOf(range.Start) ? Offset(range.Start) : 0;
        uint last = block == BlockOf(range.Last) ? Offset(range.Last) : (uint)PageSize.Size2MiB.OffsetMask;
        return (first, last + 1);
    }

    private static uint Offset(PhysAddr address) => (uint)(address.Value & PageSize.Size2MiB.OffsetMask);
}
