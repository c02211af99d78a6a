using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PhyrActors.Model;

/// <summary>Merges a page array into runs, many frames at a time.</summary>
/// <remarks>What drivers do by hand with the result of get_user_pages; sg_alloc_append_table_from_pages of
/// lib/scatterlist.c, v6.12, does it frame by frame.</remarks>
public static class FrameRuns
{
    private static int Lanes => Vector512<uint>.Count;

    /// <summary>Writes the runs of frames that follow each other.</summary>
    /// <param name="frames">Frame numbers in the order of their virtual addresses.</param>
    /// <param name="runs">Room for as many runs as there are frames.</param>
    /// <returns>How many runs there are.</returns>
    /// <exception cref="ArgumentException">There is less room.</exception>
    public static int Coalesce(ReadOnlySpan<uint> frames, Span<FrameRun> runs)
    {
        if (runs.Length < frames.Length)
        {
            throw new ArgumentException($"{frames.Length} frames may need as many runs.", nameof(runs));
        }

        if (frames.IsEmpty)
        {
            return 0;
        }

        int count = 0;
        int first = 0;
        int next = 1;
        for (; next <= frames.Length - Lanes; next += Lanes)
        {
            ulong breaks = BreaksAt(frames, next);
            if (breaks == (1UL << Lanes) - 1)
            {
                runs[count++] = Run(frames, first, next);
                WriteSingles(frames.Slice(next, Lanes - 1), runs[count..]);
                count += Lanes - 1;
                first = next + Lanes - 1;
                continue;
            }

            for (; breaks != 0; breaks &= breaks - 1)
            {
                int end = next + BitOperations.TrailingZeroCount(breaks);
                runs[count++] = Run(frames, first, end);
                first = end;
            }
        }

        for (; next < frames.Length; next++)
        {
            if (frames[next] != unchecked(frames[next - 1] + 1))
            {
                runs[count++] = Run(frames, first, next);
                first = next;
            }
        }

        runs[count++] = Run(frames, first, frames.Length);
        return count;
    }

    /// <summary>A bit for each of the frames from a place on that does not follow the one before it.</summary>
    private static ulong BreaksAt(ReadOnlySpan<uint> frames, int place)
    {
        ref uint start = ref MemoryMarshal.GetReference(frames);
        Vector512<uint> before = Vector512.LoadUnsafe(ref start, (nuint)(place - 1));
        Vector512<uint> here = Vector512.LoadUnsafe(ref start, (nuint)place);
        return ~Vector512.Equals(before + Vector512<uint>.One, here).ExtractMostSignificantBits()
            & ((1UL << Lanes) - 1);
    }

    private static void WriteSingles(ReadOnlySpan<uint> frames, Span<FrameRun> runs)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            runs[i] = new FrameRun(frames[i], 1);
        }
    }

    private static FrameRun Run(ReadOnlySpan<uint> frames, int first, int end) =>
        new(frames[first], unchecked((uint)(end - first)));
}
