using System.Numerics;

namespace PhyrActors.Model;

/// <summary>How often each frame was handed on.</summary>
/// <remarks>A block's counter stands for all its frames, so handing on a 1 GiB folio is one step; a frame's
/// generation is the sum of the counters of the blocks it lies in. Sparse: memory is paid for where blocks were
/// handed on.</remarks>
internal sealed class FrameGenerations
{
    private const int PageLog2 = 6;
    private const int KeyOrderShift = 58;

    private readonly Dictionary<ulong, uint[]> _pages = [];
    private uint _ordersUsed;

    public void Bump(FrameBlock block)
    {
        ulong index = block.Head.Value >> block.Order;
        ulong key = KeyOf(block.Order, index);
        if (!_pages.TryGetValue(key, out uint[]? page))
        {
            page = new uint[1 << PageLog2];
            _pages.Add(key, page);
        }

        page[index & ((1 << PageLog2) - 1)]++;
        _ordersUsed |= 1U << block.Order;
    }

    public ulong Of(Pfn frame)
    {
        ulong generation = 0;
        for (uint orders = _ordersUsed; orders != 0; orders &= orders - 1)
        {
            int order = BitOperations.TrailingZeroCount(orders);
            ulong index = frame.Value >> order;
            if (_pages.TryGetValue(KeyOf(order, index), out uint[]? page))
            {
                generation += page[index & ((1 << PageLog2) - 1)];
            }
        }

        return generation;
    }

    private static ulong KeyOf(int order, ulong index) => (index >> PageLog2) | ((ulong)order << KeyOrderShift);
}
