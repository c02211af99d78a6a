using System.Numerics;

namespace PhyrActors.Model;

/// <summary>One stretch of granules: its buddy system, and freed ranges of common sizes kept ready in front of
/// it.</summary>
internal sealed class IovaZone(ulong first, ulong end)
{
    /// <summary>Sizes kept: every one up to here, and the powers of two up to the next.</summary>
    private const int EverySizeMax = 32;
    private const int PowerMaxLog2 = 9;
    private const int EverySizeMaxLog2 = 5;

    private readonly IovaBuddy _buddy = new(first, end);
    private readonly IovaStack?[] _stacks = new IovaStack?[EverySizeMax + 1 + PowerMaxLog2 - EverySizeMaxLog2];

    public ulong First => _buddy.First;

    public ulong End => _buddy.End;

    public bool TryTake(ulong granules, ulong limitEnd, out ulong start)
    {
        if (limitEnd < granules)
        {
            start = 0;
            return false;
        }

        if (ClassOf(granules) is var size && size != 0
            && _stacks[size] is { Count: > 0 } stack
            && stack.TryPop(limitEnd - granules, out CachedIova cached))
        {
            start = cached.First;
            _buddy.MarkLive(cached.Slot, start, granules);
            return true;
        }

        return _buddy.TryTake(granules, limitEnd, out start);
    }

    /// <summary>Frees a live range; false if no live range of that size starts there.</summary>
    public bool TryFree(ulong start, ulong granules)
    {
        int slot = _buddy.FindLive(start, out ulong live);
        if (slot < 0 || live != granules)
        {
            return false;
        }

        _buddy.MarkCached(slot, start);
        int size = ClassOf(granules);
        if (size == 0)
        {
            _buddy.Free(slot, start, granules);
            return true;
        }

        IovaStack stack = _stacks[size] ??= new IovaStack();
        if (stack.IsFull)
        {
            stack.Spill(stack.Count / 2, granules, _buddy);
        }

        stack.Push(new CachedIova(start, slot));
        return true;
    }

    public bool IsLive(ulong start) => _buddy.FindLive(start, out _) >= 0;

    /// <summary>Gives everything kept aside back to the buddy system.</summary>
    /// <returns>False when there was nothing.</returns>
    public bool Flush()
    {
        bool any = false;
        for (int size = 1; size < _stacks.Length; size++)
        {
            if (_stacks[size] is { Count: > 0 } stack)
            {
                stack.Spill(stack.Count, GranulesOf(size), _buddy);
                any = true;
            }
        }

        return any;
    }

    public ulong FreeGranulesIn(ulong from, ulong to) => _buddy.FreeGranulesIn(from, to);

    public void TakeAll(ulong from, ulong to) => _buddy.TakeAll(from, to);

    /// <summary>Which stack keeps a size; 0 for none.</summary>
    private static int ClassOf(ulong granules)
    {
        if (granules <= EverySizeMax)
        {
            return (int)granules;
        }

        return granules <= 1UL << PowerMaxLog2 && BitOperations.IsPow2(granules)
            ? EverySizeMax + BitOperations.Log2(granules) - EverySizeMaxLog2
            : 0;
    }

    private static ulong GranulesOf(int size) =>
        size <= EverySizeMax ? (ulong)size : 1UL << (size - EverySizeMax + EverySizeMaxLog2);
}
