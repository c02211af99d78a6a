using System.Numerics;

namespace PhyrActors.Model;

/// <summary>Owns a span of page frames and hands them out in natural blocks of up to 1 GiB.</summary>
/// <remarks>The free set only: one bitmap an order, so that creation and memory do not grow with frames that nobody
/// touched. A block may be given back in parts, as after split_page. Which block is taken is the caller's choice
/// through <c>below(n)</c>, a number in [0, n); without it the lowest. Source of the scheme: mm/page_alloc.c,
/// v6.12.</remarks>
public sealed class BuddyAllocator
{
    /// <summary>The largest block: 1 GiB.</summary>
    public const int OrderMax = 18;

    /// <summary>The block whose holes <see cref="Fragment"/> makes: 2 MiB, a pageblock.</summary>
    public const int PageblockOrder = 9;

    private const int HoleOrders = 4;
    private const ulong Parts = 1UL << 32;

    private readonly FrameBitmap[] _free;
    private readonly FrameBlock[] _initial;
    private uint _ordersWithFree;

    /// <exception cref="ArgumentOutOfRangeException">There are no frames, or they pass 2^52.</exception>
    public BuddyAllocator(Pfn first, ulong frames)
    {
        ArgumentOutOfRangeException.ThrowIfZero(frames);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, (1UL << FrameBlock.FrameBits) - first.Value);
        (First, Frames) = (first, frames);
        _free = new FrameBitmap[OrderMax + 1];
        for (int order = 0; order <= OrderMax; order++)
        {
            _free[order] = new FrameBitmap(((EndValue - 1) >> order) - (first.Value >> order) + 1);
        }

        List<FrameBlock> initial = [];
        for (Pfn next = first; next.Value < EndValue; next = initial[^1].End)
        {
            initial.Add(FrameBlock.LargestAt(next, EndValue - next.Value, OrderMax));
            AddFree(initial[^1]);
        }

        _initial = [.. initial];
    }

    public Pfn First { get; }

    public ulong Frames { get; }

    public ulong FreeFrames { get; private set; }

    /// <summary>Frames that <see cref="Fragment"/> keeps from everyone.</summary>
    public ulong HeldBackFrames { get; private set; }

    private ulong EndValue => First.Value + Frames;

    public ulong FreeBlocks(int order) => _free[order].Count;

    /// <summary>Takes a block of the smallest sufficient order; false where there is none.</summary>
    /// <param name="order">log2 of frames.</param>
    /// <param name="head">The first frame.</param>
    /// <param name="below">Picks among the blocks, and the half at each split; null takes the lowest.</param>
    public bool TryAllocate(int order, out Pfn head, Func<ulong, ulong>? below = null)
    {
        ThrowIfBadOrder(order);
        uint sufficient = _ordersWithFree >> order << order;
        head = default;
        if (sufficient == 0)
        {
            return false;
        }

        FrameBlock block = Pick(BitOperations.TrailingZeroCount(sufficient), below);
        RemoveFree(block);
        while (block.Order > order)
        {
            FrameBlock low = new(block.Head, block.Order - 1);
            FrameBlock high = new(low.End, low.Order);
            (block, FrameBlock rest) = below is not null && below(2) == 1 ? (high, low) : (low, high);
            AddFree(rest);
        }

        head = block.Head;
        return true;
    }

    /// <summary>Takes one certain block; false where part of it is not free.</summary>
    public bool TryAllocateAt(Pfn head, int order)
    {
        ThrowIfBadOrder(order);
        FrameBlock wanted = new(head, order);
        if (!IsInside(wanted) || !TryFindFreeAround(wanted, out FrameBlock block))
        {
            return false;
        }

        RemoveFree(block);
        while (block.Order > order)
        {
            FrameBlock low = new(block.Head, block.Order - 1);
            FrameBlock high = new(low.End, low.Order);
            (block, FrameBlock rest) = low.Contains(head) ? (low, high) : (high, low);
            AddFree(rest);
        }

        return true;
    }

    /// <summary>Gives a block back and merges it with its free buddies.</summary>
    /// <exception cref="InvariantException">Part of it is free already, or it was never in this
    /// allocator.</exception>
    public void Free(Pfn head, int order)
    {
        ThrowIfBadOrder(order);
        FrameBlock block = new(head, order);
        if (!IsInside(block))
        {
            throw new InvariantException($"{block} is not memory of this allocator.");
        }

        if (TryFindFreeAround(block, out FrameBlock free) || TryFindFreeWithin(block, out free))
        {
            throw new InvariantException($"{block} is freed twice: {free} is free.");
        }

        while (block.Order < OrderMax)
        {
            FrameBlock buddy = new(new Pfn(block.Head.Value ^ block.Frames), block.Order);
            if (!IsInside(buddy) || !IsFree(buddy))
            {
                break;
            }

            RemoveFree(buddy);
            block = FrameBlock.Holding(block.Head, block.Order + 1);
        }

        AddFree(block);
    }

    /// <summary>Keeps back one small block in about <paramref name="share"/> of the pageblocks, for good: large
    /// orders become scarce and hardly any memory is lost.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="below">A number in [0, n).</param>
    public void Fragment(double share, Func<ulong, ulong> below)
    {
        ArgumentNullException.ThrowIfNull(below);
        ArgumentOutOfRangeException.ThrowIfNotEqual(share is >= 0 and <= 1, true, nameof(share));
        ulong threshold = (ulong)(share * Parts);
        foreach (FrameBlock block in _initial)
        {
            ulong step = Math.Min(block.Frames, 1UL << PageblockOrder);
            for (Pfn pageblock = block.Head; pageblock < block.End; pageblock += step)
            {
                if (below(Parts) < threshold)
                {
                    HoldBackOneIn(pageblock, step, below);
                }
            }
        }
    }

    private void HoldBackOneIn(Pfn pageblock, ulong frames, Func<ulong, ulong> below)
    {
        int order = (int)below((ulong)Math.Min(HoleOrders, BitOperations.Log2(frames) + 1));
        TryHoldBack(pageblock + below(frames), order);
    }

    /// <summary>Keeps back the block around a frame for good; false where part of it is not free.</summary>
    public bool TryHoldBack(Pfn frame, int order)
    {
        bool isFree = TryAllocateAt(FrameBlock.Holding(frame, order).Head, order);
        HeldBackFrames += isFree ? 1UL << order : 0;
        return isFree;
    }

    private FrameBlock Pick(int order, Func<ulong, ulong>? below)
    {
        FrameBitmap free = _free[order];
        if (!free.TryNext(below is null ? 0 : below(free.Length), out ulong index) && !free.TryNext(0, out index))
        {
            throw new InvariantException($"Order {order} is said to have free blocks and has none.");
        }

        return new FrameBlock(new Pfn((index + (First.Value >> order)) << order), order);
    }

    private bool TryFindFreeAround(FrameBlock block, out FrameBlock free)
    {
        for (int order = block.Order; order <= OrderMax; order++)
        {
            free = FrameBlock.Holding(block.Head, order);
            if ((_ordersWithFree >> order & 1) != 0 && IsFree(free))
            {
                return true;
            }
        }

        free = default;
        return false;
    }

    private bool TryFindFreeWithin(FrameBlock block, out FrameBlock free)
    {
        for (int order = 0; order < block.Order; order++)
        {
            if (_free[order].TryNext(IndexOf(block.Head, order), out ulong index))
            {
                free = new FrameBlock(new Pfn((index + (First.Value >> order)) << order), order);
                if (free.Head < block.End)
                {
                    return true;
                }
            }
        }

        free = default;
        return false;
    }

    private bool IsInside(FrameBlock block) => First <= block.Head && block.End.Value <= EndValue;

    private bool IsFree(FrameBlock block) =>
        block.Head >= First && _free[block.Order].Contains(IndexOf(block.Head, block.Order));

    private ulong IndexOf(Pfn head, int order) => (head.Value >> order) - (First.Value >> order);

    private void AddFree(FrameBlock block)
    {
        _free[block.Order].Add(IndexOf(block.Head, block.Order));
        _ordersWithFree |= 1U << block.Order;
        FreeFrames += block.Frames;
    }

    private void RemoveFree(FrameBlock block)
    {
        _free[block.Order].Remove(IndexOf(block.Head, block.Order));
        FreeFrames -= block.Frames;
        if (_free[block.Order].Count == 0)
        {
            _ordersWithFree &= ~(1U << block.Order);
        }
    }

    private static void ThrowIfBadOrder(int order) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)order, (uint)OrderMax, nameof(order));
}
