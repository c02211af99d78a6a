using System.Numerics;

namespace PhyrActors.Model;

internal sealed partial class IovaBuddy
{
    /// <summary>A free block that holds a request below a limit, looked for by address downwards.</summary>
    /// <remarks>Only for limits that cut the stretch where its listed blocks lie: work grows with the nodes below the
    /// limit.</remarks>
    private bool TryFindBelow(int node, int order, ulong granules, ulong limitEnd, out int found, out int block)
    {
        int shift = _nodes[node].Level * FanLog2;
        ulong floor = _nodes[node].First;
        (found, block) = (node, 0);
        if (limitEnd < floor + granules)
        {
            return false;
        }

        for (int unitOrder = Math.Max(order - shift, 0); unitOrder < FanLog2; unitOrder++)
        {
            ulong lastIndex = (limitEnd - granules - floor) >> (shift + unitOrder);
            block = _nodes.HighestFree(node, unitOrder, (int)Math.Min(lastIndex, UnitMask));
            if (block != 0)
            {
                return true;
            }
        }

        for (int unit = (int)Math.Min((limitEnd - 1 - floor) >> shift, UnitMask); order < shift && unit >= 0; unit--)
        {
            if (TryChild(node, unit, out int child)
                && TryFindBelow(child, order, granules, limitEnd, out found, out block))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes a request that no single free block holds from blocks that lie in a row.</summary>
    /// <remarks>Only an odd size can be so lucky: its larger half must be a whole free block at a multiple of the
    /// double, the rest follow behind it. Work grows with the free blocks of that one order.</remarks>
    private bool TryTakePieces(ulong granules, int order, ulong limitEnd, out ulong first)
    {
        first = 0;
        if (BitOperations.IsPow2(granules) || order > _listed.Length)
        {
            return false;
        }

        int half = order - 1;
        foreach (int node in _listed[half].Nodes)
        {
            int last = UnitMask;
            while (last >= 0 && _nodes.HighestFree(node, half % FanLog2, last) is var block && block != 0)
            {
                first = StartOf(node, block);
                ulong middle = first + (1UL << half);
                if ((block & 1) == 0 && first + granules <= limitEnd && IsFree(middle, granules - (1UL << half)))
                {
                    _nodes.SetTaken(node, block);
                    TakePieces(middle, granules - (1UL << half));
                    return true;
                }

                last = (block & ((IovaNodes.Fan >> (half % FanLog2)) - 1)) - 1;
            }
        }

        first = 0;
        return false;
    }

    private bool IsFree(ulong first, ulong granules)
    {
        (ulong at, ulong left) = (first, granules);
        while (left > 0)
        {
            int order = BitOperations.Log2(left);
            if (!TryFindCovering(at, order, out _, out _))
            {
                return false;
            }

            at += 1UL << order;
            left -= 1UL << order;
        }

        return true;
    }

    private void TakePieces(ulong first, ulong granules)
    {
        (ulong at, ulong left) = (first, granules);
        while (left > 0)
        {
            int order = BitOperations.Log2(left);
            TryFindCovering(at, order, out int node, out int block);
            Carve(node, block, at, 1UL << order);
            at += 1UL << order;
            left -= 1UL << order;
        }
    }

    /// <summary>The free block that a block lies in.</summary>
    private bool TryFindCovering(ulong first, int order, out int node, out int block)
    {
        node = Root;
        for (int level = _nodes[Root].Level; ; level--)
        {
            int unit = UnitAt(first, level);
            bool isLevel = level <= order / FanLog2;
            block = _nodes.CoveringFree(node, isLevel ? BlockOf(first, order) : IovaNodes.Fan | unit);
            if (block != 0 || isLevel || !TryChild(node, unit, out int child))
            {
                return block != 0;
            }

            node = child;
        }
    }
}
