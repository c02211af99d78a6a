using System.Numerics;

namespace PhyrActors.Model;

/// <summary>Which slots of a pool are taken, 128 to a segment.</summary>
internal sealed class SlotMap(int slots)
{
    private readonly ulong[] _taken = new ulong[slots >> 6];

    /// <summary>Free slots from one on to the end of its segment, at most so many as asked for.</summary>
    public int FreeRun(int slot, int most)
    {
        int end = Math.Min((slot | (SwiotlbSettings.SegmentSlots - 1)) + 1, slot + most);
        int at = slot;
        while (at < end)
        {
            ulong taken = _taken[at >> 6] >> at;
            if (taken != 0)
            {
                return Math.Min(at + BitOperations.TrailingZeroCount(taken), end) - slot;
            }

            at = (at | 63) + 1;
        }

        return end - slot;
    }

    public void Set(int slot, int count, bool isTaken)
    {
        for (int i = slot; i < slot + count; i++)
        {
            ulong bit = 1UL << i;
            _taken[i >> 6] = isTaken ? _taken[i >> 6] | bit : _taken[i >> 6] & ~bit;
        }
    }
}
