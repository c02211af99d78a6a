using System.Numerics;

namespace PhyrActors.Model;

/// <summary>Free ranges of one stretch of granules, as a buddy system over sparse nodes.</summary>
/// <remarks>Unit: granules. A block of order n is 2^n granules at a multiple of 2^n; a request takes the highest
/// part of a smallest block that holds it and gives the rest back, so odd sizes waste nothing. O(orders) a request;
/// memory grows with the runs in use, not with the stretch; what is taken leaves no trace here. Knuth, The Art of
/// Computer Programming 1, 2.5 (1968), with bitmaps for lists.</remarks>
internal sealed partial class IovaBuddy
{
    private const int FanLog2 = IovaNodes.FanLog2;
    private const int UnitMask = IovaNodes.Fan - 1;
    private const int Root = 0;

    private readonly IovaNodes _nodes;
    private readonly IovaNodeStack[] _listed;
    private ulong _listedOrders;

    public IovaBuddy(ulong first, ulong end)
    {
        (First, End) = (first, end);
        int levels = (BitOperations.Log2(end - 1) / FanLog2) + 1;
        _nodes = new IovaNodes(levels);
        _listed = new IovaNodeStack[levels * FanLog2];
        _nodes.Take(levels - 1, 0, -1);
        FreeRange(first, end - first);
    }

    /// <summary>The stretch: [First, End).</summary>
    public ulong First { get; }

    public ulong End { get; }

    /// <summary>Takes granules below a limit.</summary>
    public bool TryTake(ulong granules, ulong limitEnd, out ulong first)
    {
        int order = OrderOf(granules);
        for (ulong orders = HigherOrders(order); orders != 0; orders &= orders - 1)
        {
            int found = BitOperations.TrailingZeroCount(orders);
            if (TryPeek(found, out int node))
            {
                int block = _nodes.HighestFree(node, found % FanLog2, UnitMask);
                if (StartOf(node, block) + granules <= limitEnd)
                {
                    CarveHighest(node, block, order, granules, limitEnd, out first);
                    return true;
                }

                if (TryFindBelow(Root, order, granules, limitEnd, out node, out block))
                {
                    CarveHighest(node, block, order, granules, limitEnd, out first);
                    return true;
                }

                break;
            }
        }

        return TryTakePieces(granules, order, limitEnd, out first);
    }

    /// <summary>log2 of the power of two that holds a count.</summary>
    public static int OrderOf(ulong granules) => 64 - BitOperations.LeadingZeroCount(granules - 1);

    private ulong HigherOrders(int order) => order >= _listed.Length ? 0 : _listedOrders >> order << order;

    /// <summary>A node that has a free block of an order; nodes that no longer have one leave the list here.</summary>
    private bool TryPeek(int order, out int node)
    {
        ref IovaNodeStack listed = ref _listed[order];
        while (listed.TryPeek(out node))
        {
            if (_nodes.HighestFree(node, order % FanLog2, UnitMask) != 0)
            {
                return true;
            }

            listed.Pop();
            _nodes[node].Listed &= ~(1U << (order % FanLog2));
        }

        _listedOrders &= ~(1UL << order);
        return false;
    }

    private void SetFree(int node, int block)
    {
        _nodes.SetFree(node, block);
        ref IovaNodes.Header header = ref _nodes[node];
        int order = UnitOrderOf(block);
        if ((header.Listed >> order & 1) == 0)
        {
            header.Listed |= 1U << order;
            int globalOrder = (header.Level * FanLog2) + order;
            _listed[globalOrder].Push(node);
            _listedOrders |= 1UL << globalOrder;
        }
    }

    /// <summary>Takes the highest place for a request within a free block.</summary>
    private void CarveHighest(int node, int block, int order, ulong granules, ulong limitEnd, out ulong first)
    {
        ulong start = StartOf(node, block);
        ulong end = Math.Min(start + (1UL << OrderOf(node, block)), limitEnd);
        first = (end - granules) >> order << order;
        Carve(node, block, first, granules);
    }

    /// <summary>Takes a range out of a free block and gives back what is left of it on both sides.</summary>
    /// <remarks>The range starts at a multiple of the power of two that holds it.</remarks>
    private void Carve(int node, int block, ulong first, ulong granules)
    {
        _nodes.SetTaken(node, block);
        (int at, int level) = (node, _nodes[node].Level);
        int order = OrderOf(node, block);
        ulong start = StartOf(node, block);
        (ulong from, ulong left) = (first, granules);
        while (left != 1UL << order)
        {
            if (block >= IovaNodes.Fan)
            {
                at = AddNode(at, block & UnitMask, level, start);
                (block, level) = (1, level - 1);
            }

            order--;
            ulong middle = start + (1UL << order);
            if (from >= middle)
            {
                SetFree(at, block << 1);
                (block, start) = ((block << 1) | 1, middle);
            }
            else if (from + left <= middle)
            {
                SetFree(at, (block << 1) | 1);
                block <<= 1;
            }
            else
            {
                left -= 1UL << order;
                (block, start, from) = ((block << 1) | 1, middle, middle);
            }
        }
    }

    private int AddNode(int parent, int unit, int parentLevel, ulong first)
    {
        int node = _nodes.Take(parentLevel - 1, first, parent);
        _nodes.Child(parent, unit) = node;
        return node;
    }

    /// <summary>log2 of a block's units.</summary>
    private static int UnitOrderOf(int block) => FanLog2 - BitOperations.Log2((uint)block);

    /// <summary>log2 of a block's granules.</summary>
    private int OrderOf(int node, int block) => (_nodes[node].Level * FanLog2) + UnitOrderOf(block);

    private static int UnitOf(int block) => (block << UnitOrderOf(block)) & UnitMask;

    private ulong StartOf(int node, int block) =>
        _nodes[node].First + ((ulong)UnitOf(block) << (_nodes[node].Level * FanLog2));
}
