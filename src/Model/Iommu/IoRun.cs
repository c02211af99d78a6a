using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PhyrActors.Model;

/// <summary>Writes consecutive leaves.</summary>
internal static class IoRun
{
    /// <summary>Writes first, first + step, first + 2 step ...</summary>
    public static void Fill(Span<ulong> entries, ulong first, ulong step)
    {
        Span<Vector512<ulong>> whole = MemoryMarshal.Cast<ulong, Vector512<ulong>>(entries);
        Vector512<ulong> next = Vector512.CreateSequence(first, step);
        Vector512<ulong> stride = Vector512.Create(step * (ulong)Vector512<ulong>.Count);
        for (int i = 0; i < whole.Length; i++)
        {
            whole[i] = next;
            next += stride;
        }

        for (int i = whole.Length * Vector512<ulong>.Count; i < entries.Length; i++)
        {
            entries[i] = first + (step * (ulong)i);
        }
    }
}
