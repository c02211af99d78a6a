using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PhyrActors.Runtime;

/// <summary>Happens-before: a vector of one counter per actor slot, joined at each delivery.</summary>
/// <remarks>A step's vector is made once, never changed, and shared by all that the step sends.</remarks>
public sealed partial class ControlledSystem
{
    /// <summary>A place in clocks; that of a dead actor when everything it did lies in the creator's past.</summary>
    private int TakeSlot() => _slots.Take(_running?.Clock);

    /// <summary>Counts the step at its actor and joins what its message knew.</summary>
    private void Tick(Node node, int[]? cause)
    {
        if (node.Index == 0)
        {
            node.Index = _slots.LastIndex(node.Slot);
        }

        node.Index++;
        _slots.Count(node.Slot, node.Index);
        if (_settings.Clocks)
        {
            int[] joined = Largest(node.Clock ?? [], cause ?? [], node.Slot + 1);
            joined[node.Slot] = node.Index;
            node.Clock = joined;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Largest(int[] left, int[] right, int lengthMin)
    {
        if (left.Length < right.Length)
        {
            (left, right) = (right, left);
        }

        int[] result = GC.AllocateUninitializedArray<int>(Math.Max(left.Length, (lengthMin + 7) & ~7));
        int i = 0;
        for (; i + 8 <= right.Length; i += 8)
        {
            Vector256.Max(Vector256.LoadUnsafe(ref left[i]), Vector256.LoadUnsafe(ref right[i]))
                .StoreUnsafe(ref result[i]);
        }

        left.AsSpan(i).CopyTo(result.AsSpan(i));
        result.AsSpan(left.Length).Clear();
        return result;
    }
}
