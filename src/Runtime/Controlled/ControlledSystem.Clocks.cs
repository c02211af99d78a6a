using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>Happens-before: a vector of one counter per actor slot, joined at each delivery.</summary>
/// <remarks>A step's vector is made once, never changed, and shared by all that the step sends.</remarks>
public sealed partial class ControlledSystem
{
    /// <summary>A place in clocks; that of a dead actor when everything it did lies in the creator's past.</summary>
    private int TakeSlot() => _slots.Take(_running?.Clock);

    /// <summary>Counts the step at its actor and joins what its message knew.</summary>
    private void Tick(Node node, StepKind kind, object message, int channel, int[]? cause)
    {
        if (node.Commuting is { } deliveries && _settings.Clocks)
        {
            TickBeside(node, deliveries, kind == StepKind.Message ? message : null, channel, cause);
            return;
        }

        if (node.Index == 0)
        {
            node.Index = _slots.LastIndex(node.Slot);
        }

        node.Index++;
        _slots.Count(node.Slot, node.Index);
        if (_settings.Clocks)
        {
            int[] joined = Largest(node.Clock ?? [], cause ?? [], WidthMin(node));
            joined[node.Slot] = node.Index;
            node.Clock = joined;
        }
    }

    /// <summary>The step joins only those earlier deliveries that it does not commute with, and counts in a slot whose
    /// steps are all among them: a slot stands for a chain, not for the actor.</summary>
    private void TickBeside(
        Node node, CommutingDeliveries deliveries, object? message, int channel, int[]? cause)
    {
        int[] joined = Largest(deliveries.Born ?? [], cause ?? [], WidthMin(node));
        foreach (int[] before in deliveries.Before(message, channel))
        {
            joined = Largest(joined, before, 0);
        }

        node.Slot = deliveries.Chains.Find(slot => slot < joined.Length && joined[slot] >= _slots.LastIndex(slot));
        if (node.Slot == 0)
        {
            node.Slot = _slots.Take(null);
            deliveries.Chains.Add(node.Slot);
            joined = Largest(joined, [], WidthMin(node));
        }

        node.Index = _slots.LastIndex(node.Slot) + 1;
        _slots.Count(node.Slot, node.Index);
        joined[node.Slot] = node.Index;
        node.Clock = joined;
        deliveries.Add(message, channel, joined);
    }

    /// <summary>An explored step's clock has room for every slot there is, so that an observer can join to it whatever
    /// it has seen.</summary>
    private int WidthMin(Node node) => _explored is null ? node.Slot + 1 : _slots.Slots;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int[] Largest(int[] left, int[] right, int lengthMin)
    {
        if (left.Length < right.Length)
        {
            (left, right) = (right, left);
        }

        int[] result = _pool.Clocks.Take(
            Math.Max(left.Length, (lengthMin + ClockPool.WidthUnit - 1) & -ClockPool.WidthUnit));
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
