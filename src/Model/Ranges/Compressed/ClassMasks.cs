using System.Numerics;

namespace PhyrActors.Model;

/// <summary>Which of 64 chunks are of which of four classes, by the two bits of each chunk's class number.</summary>
/// <param name="Low">The low bits.</param>
/// <param name="High">The high bits.</param>
internal readonly record struct ClassMasks(ulong Low, ulong High)
{
    public const int Count = 4;

    /// <summary>The class numbers of 32 of the chunks, two bits each.</summary>
    public ulong NumbersOf(int half) => Spread(Low >> (half << 5)) | (Spread(High >> (half << 5)) << 1);

    /// <summary>The bits of the heads of the first chunks.</summary>
    public int BitsOf(ReadOnlySpan<ClassStep> steps, int chunks)
    {
        ulong first = chunks == 64 ? ulong.MaxValue : (1UL << chunks) - 1;
        return (steps[0].Width * BitOperations.PopCount(~Low & ~High & first))
            + (steps[1].Width * BitOperations.PopCount(Low & ~High & first))
            + (steps[2].Width * BitOperations.PopCount(~Low & High & first))
            + (steps[3].Width * BitOperations.PopCount(Low & High & first));
    }

    /// <summary>The chunk that holds the frame at an offset from the first one's start: 64 chunks are halved six
    /// times, and those before the half that holds the offset are counted.</summary>
    /// <remarks>What the masks say of chunks past the end does no harm: a half with such chunks that is passed over
    /// would have to lie before the offset.</remarks>
    /// <param name="orders">The classes' orders.</param>
    /// <param name="frameOffset">Below the frames of all chunks.</param>
    /// <param name="framesBefore">The frames before that chunk.</param>
    public int IndexAt(ClassOrders orders, ulong frameOffset, out ulong framesBefore)
    {
        int index = 0;
        framesBefore = 0;
        for (int half = 32; half > 0; half >>= 1)
        {
            ulong through = unchecked(framesBefore + FramesIn(orders, ((1UL << half) - 1) << index));
            bool isPassed = through <= frameOffset;
            framesBefore = isPassed ? through : framesBefore;
            index = isPassed ? index + half : index;
        }

        return index;
    }

    /// <summary>The frames of some of the chunks.</summary>
    public ulong FramesIn(ClassOrders orders, ulong chunks)
    {
        unchecked
        {
            ulong low = Low & chunks;
            ulong high = High & chunks;
            ulong both = low & high;
            return ((ulong)BitOperations.PopCount(chunks & ~(low | high)) << orders.First)
                + ((ulong)BitOperations.PopCount(low ^ both) << orders.Second)
                + ((ulong)BitOperations.PopCount(high ^ both) << orders.Third)
                + ((ulong)BitOperations.PopCount(both) << orders.Fourth);
        }
    }

    /// <summary>Puts a 0 before each of the low 32 bits.</summary>
    private static ulong Spread(ulong bits)
    {
        bits &= uint.MaxValue;
        bits = (bits | (bits << 16)) & 0x0000_FFFF_0000_FFFF;
        bits = (bits | (bits << 8)) & 0x00FF_00FF_00FF_00FF;
        bits = (bits | (bits << 4)) & 0x0F0F_0F0F_0F0F_0F0F;
        bits = (bits | (bits << 2)) & 0x3333_3333_3333_3333;
        return (bits | (bits << 1)) & 0x5555_5555_5555_5555;
    }
}

/// <summary>The orders of up to four classes; those of classes that are not there do not matter.</summary>
internal readonly record struct ClassOrders(int First, int Second, int Third, int Fourth);
