using System.Numerics;

namespace PhyrActors.Model;

internal sealed partial class IovaBuddy
{
    /// <summary>Granules of a range that are free.</summary>
    public ulong FreeGranulesIn(ulong first, ulong end) => CountFree(Root, 1, first, end);

    /// <summary>Takes whatever is free in a range, for good.</summary>
    public void TakeAll(ulong first, ulong end) => TakeAll(Root, 1, first, end);

    /// <summary>Frees a range that starts and ends anywhere.</summary>
    public void FreeRange(ulong first, ulong granules)
    {
        (ulong at, ulong left) = (first, granules);
        while (left > 0)
        {
            int order = Math.Min(BitOperations.Log2(left), BitOperations.TrailingZeroCount(at));
            order = Math.Min(order, _listed.Length - 1);
            FreeBlock(NodeAt(at, order / FanLog2), at, order);
            at += 1UL << order;
            left -= 1UL << order;
        }
    }

    /// <summary>Frees a range from the largest block in it to the smallest, as it was carved.</summary>
    public void Free(ulong first, ulong granules)
    {
        (ulong at, ulong left) = (first, granules);
        while (left > 0)
        {
            int order = BitOperations.Log2(left);
            FreeBlock(NodeAt(at, order / FanLog2), at, order);
            at += 1UL << order;
            left -= 1UL << order;
        }
    }

    /// <summary>Frees one block and joins it with its buddy, and that block with its own, as far as it goes.</summary>
    private void FreeBlock(int node, ulong first, int order)
    {
        int at = node;
        int block = BlockOf(first, order);
        while (true)
        {
            if (block == 1)
            {
                int parent = _nodes[at].Parent;
                int unit = UnitAt(_nodes[at].First, _nodes[parent].Level);
                _nodes.Child(parent, unit) = 0;
                _nodes.Give(at);
                (at, block) = (parent, IovaNodes.Fan | unit);
            }

            if (!_nodes.IsFree(at, block ^ 1))
            {
                SetFree(at, block);
                return;
            }

            _nodes.SetTaken(at, block ^ 1);
            block >>= 1;
        }
    }

    private int NodeAt(ulong granule, int level)
    {
        int node = Root;
        for (int at = _nodes[node].Level; at > level; at--)
        {
            int unit = UnitAt(granule, at);
            int child = _nodes.Child(node, unit);
            node = child != 0
                ? child
                : AddNode(node, unit, at, granule >> (at * FanLog2) << (at * FanLog2));
        }

        return node;
    }

    private ulong CountFree(int node, int block, ulong first, ulong end)
    {
        ulong start = StartOf(node, block);
        ulong blockEnd = start + (1UL << OrderOf(node, block));
        if (blockEnd <= first || start >= end)
        {
            return 0;
        }

        if (block > 1 && _nodes.IsFree(node, block))
        {
            return Math.Min(blockEnd, end) - Math.Max(start, first);
        }

        if (block < IovaNodes.Fan)
        {
            return CountFree(node, block << 1, first, end) + CountFree(node, (block << 1) | 1, first, end);
        }

        return TryChild(node, block, out int child) ? CountFree(child, 1, first, end) : 0;
    }

    private void TakeAll(int node, int block, ulong first, ulong end)
    {
        ulong start = StartOf(node, block);
        ulong blockEnd = start + (1UL << OrderOf(node, block));
        if (blockEnd <= first || start >= end)
        {
            return;
        }

        bool isFree = block > 1 && _nodes.IsFree(node, block);
        if (isFree)
        {
            _nodes.SetTaken(node, block);
            if (start >= first && blockEnd <= end)
            {
                return;
            }
        }

        int child = node;
        int below = block << 1;
        if (block >= IovaNodes.Fan)
        {
            below = 2;
            if (!TryChild(node, block, out child))
            {
                if (!isFree)
                {
                    return;
                }

                child = AddNode(node, block & UnitMask, _nodes[node].Level, start);
            }
        }

        if (isFree)
        {
            SetFree(child, below);
            SetFree(child, below | 1);
        }

        TakeAll(child, below, first, end);
        TakeAll(child, below | 1, first, end);
    }

    private bool TryChild(int node, int block, out int child)
    {
        child = _nodes[node].Level == 0 ? 0 : _nodes.Child(node, block & UnitMask);
        return child != 0;
    }

    private static int UnitAt(ulong granule, int level) => (int)(granule >> (level * FanLog2)) & UnitMask;

    /// <summary>Where a block of an order stands in its node's tree.</summary>
    private static int BlockOf(ulong first, int order) =>
        (IovaNodes.Fan | UnitAt(first, order / FanLog2)) >> (order % FanLog2);
}
