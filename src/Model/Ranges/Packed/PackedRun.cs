using System.Numerics;

namespace PhyrActors.Model;

/// <summary>One run as one or several entries of 8 or 12 bytes.</summary>
/// <remarks>First word: frame 51:0, order 56:52, mode 63:62. Mode 00: 2^order frames at a multiple of their number.
/// Mode 01: a second word of 32 bits counts blocks of 2^order frames. Mode 10: the second word has the first byte
/// within the frame (11:0) and the low 20 bits of a length in bytes (31:12), whose high 5 bits take the place of the
/// order. The source leaves open where the halves of the length are and whether a count or a length may be 0: here
/// it may not.</remarks>
internal static class PackedRun
{
    private const int ModeBit = 62;
    private const int Natural = 0;
    private const int Counted = 1;
    private const int Bytes = 2;
    private const int LengthLowBits = 20;
    private const ulong BytesMax = (1UL << (LengthLowBits + 5)) - 1;
    private const ulong FrameMask = (1UL << FrameBlock.FrameBits) - 1;

    /// <summary>Whether the entry at the start is in whole frames, to be sliced by the list's numbers.</summary>
    public static bool IsWholeFrames(ReadOnlySpan<uint> words) => Mode(First(words)) != Bytes;

    /// <summary>Writes a run; the first may begin and the last may end inside a frame without saying so.</summary>
    public static void Write(CpuRange run, bool isFirst, bool isLast, List<uint> words)
    {
        ulong start = run.Phyr.Start.Value;
        ulong last = run.Phyr.Last.Value;
        ulong mask = PageSize.Size4KiB.OffsetMask;
        ulong bodyStart = isFirst ? start & ~mask : unchecked((start + mask) & ~mask);
        ulong bodyLast = isLast ? last | mask : unchecked(((last + 1) & ~mask) - 1);
        bool hasBody = bodyStart <= bodyLast && bodyStart >= (start & ~mask) && bodyLast <= (last | mask);
        bool hasEnds = start < bodyStart || bodyLast < last;
        if (!hasBody || (hasEnds && last - start < BytesMax))
        {
            WriteBytes(start, last - start + 1, words);
            return;
        }

        if (start < bodyStart)
        {
            WriteBytes(start, bodyStart - start, words);
        }

        WriteFrames(new Pfn(bodyStart >> Pfn.FrameSizeLog2), (bodyLast - bodyStart >> Pfn.FrameSizeLog2) + 1, words);
        if (bodyLast < last)
        {
            WriteBytes(bodyLast + 1, last - bodyLast, words);
        }
    }

    /// <summary>The run of an entry, whole; the place moves behind it.</summary>
    /// <exception cref="InvariantException">The words are no entry.</exception>
    public static Phyr Read(ReadOnlySpan<uint> words, ref int place)
    {
        ulong first = First(words[place..]);
        int mode = Mode(first);
        ulong order = first >> FrameBlock.FrameBits & FrameBlock.OrderMax;
        uint second = mode == Natural ? 0 : words[place + 2];
        place += mode == Natural ? 2 : 3;
        PhysAddr frame = new Pfn(first & FrameMask).Address;
        ulong lengthBytes = mode switch
        {
            Natural => Pfn.FrameSizeBytes << (int)order,
            Counted => (ulong)second << ((int)order + Pfn.FrameSizeLog2),
            Bytes => (order << LengthLowBits) | (second >> Pfn.FrameSizeLog2),
            _ => 0,
        };
        if (lengthBytes == 0)
        {
            throw new InvariantException($"0x{first:x}, 0x{second:x} is no packed entry");
        }

        return new Phyr(frame + (mode == Bytes ? second & PageSize.Size4KiB.OffsetMask : 0), lengthBytes);
    }

    private static ulong First(ReadOnlySpan<uint> words) => words[0] | ((ulong)words[1] << 32);

    private static int Mode(ulong first) => (int)(first >> ModeBit);

    private static void WriteFrames(Pfn start, ulong frames, List<uint> words)
    {
        while (frames > 0)
        {
            ulong bits = start.Value | frames;
            int order = Math.Min(BitOperations.TrailingZeroCount(bits), FrameBlock.OrderMax);
            ulong count = Math.Min(frames >> order, uint.MaxValue);
            ulong first = start.Value | ((ulong)order << FrameBlock.FrameBits);
            if (count == 1)
            {
                Add(first, words);
            }
            else
            {
                Add(first | ((ulong)Counted << ModeBit), words);
                words.Add((uint)count);
            }

            (start, frames) = (start + (count << order), frames - (count << order));
        }
    }

    private static void WriteBytes(ulong start, ulong lengthBytes, List<uint> words)
    {
        while (lengthBytes > 0)
        {
            ulong taken = Math.Min(lengthBytes, BytesMax);
            ulong high = taken >> LengthLowBits;
            Add((start >> Pfn.FrameSizeLog2) | (high << FrameBlock.FrameBits) | ((ulong)Bytes << ModeBit), words);
            words.Add((uint)((start & PageSize.Size4KiB.OffsetMask)
                | ((taken & ((1UL << LengthLowBits) - 1)) << Pfn.FrameSizeLog2)));
            lengthBytes -= taken;
            start = unchecked(start + taken);
        }
    }

    private static void Add(ulong word, List<uint> words)
    {
        words.Add((uint)(word & uint.MaxValue));
        words.Add((uint)(word >> 32));
    }
}
