using System.Numerics;

namespace PhyrActors.Model;

/// <summary>Writes consecutive leaves.</summary>
internal static class IoRun
{
    /// <summary>Writes first, first + step, first + 2 step ...</summary>
    public static void Fill(Span<ulong> entries, ulong first, ulong step)
    {
        int i = 0;
        if (entries.Length >= Vector<ulong>.Count)
        {
            Vector<ulong> next = Vector.CreateSequence(first, step);
            Vector<ulong> stride = new(step * (ulong)Vector<ulong>.Count);
            for (; i <= entries.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            {
                next.CopyTo(entries[i..]);
                next += stride;
            }
        }

        for (; i < entries.Length; i++)
        {
            entries[i] = first + (step * (ulong)i);
        }
    }
}
