using System.Numerics;
using System.Runtime.CompilerServices;

namespace PhyrActors.Model;

/// <summary>The nodes of a buddy system: each divides its run of granules into 512 units and says which naturally
/// aligned blocks of units are free.</summary>
/// <remarks>Shape of one node: a binary tree of 1024 bits in heap order (bit 512 + i is unit i, bit 1 the whole node,
/// which is never free: it is a unit of its parent then), and a slot a unit: 0, the node below, or a live range that
/// starts there. A node keeps its level for good, so that lists of nodes may name it after it is gone.</remarks>
internal sealed class IovaNodes(int levels)
{
    public const int FanLog2 = 9;
    public const int Fan = 1 << FanLog2;

    /// <summary>Marks a slot where a live range starts; the other bits are its granules.</summary>
    public const uint Live = 1U << 31;

    private const int WordLog2 = 6;

    private readonly Stack<int>[] _spares = [.. Enumerable.Range(0, levels).Select(static _ => new Stack<int>())];
    private uint[] _slots = new uint[levels << FanLog2];
    private Header[] _headers = new Header[levels];
    private int _used;

    public ref Header this[int node] => ref _headers[node];

    public ref uint Slot(int slot) => ref _slots[slot];

    public static int SlotOf(int node, int unit) => (node << FanLog2) | unit;

    /// <summary>A node with nothing free and nothing in its slots.</summary>
    public int Take(int level, ulong first, int parent)
    {
        if (!_spares[level].TryPop(out int node))
        {
            if (_used == _headers.Length)
            {
                Array.Resize(ref _slots, _slots.Length * 2);
                Array.Resize(ref _headers, _headers.Length * 2);
            }

            node = _used++;
            _headers[node].Level = level;
        }

        (_headers[node].First, _headers[node].Parent) = (first, parent);
        return node;
    }

    /// <summary>Takes a node out of use; its bits and slots are zero.</summary>
    public void Give(int node) => _spares[_headers[node].Level].Push(node);

    public bool IsFree(int node, int block) =>
        (_headers[node].Free[block >> WordLog2] >> block & 1) != 0;

    public void SetFree(int node, int block) =>
        _headers[node].Free[block >> WordLog2] |= 1UL << block;

    public void SetTaken(int node, int block) =>
        _headers[node].Free[block >> WordLog2] &= ~(1UL << block);

    /// <summary>The highest free block of an order within a node, among the first few; 0 if there is none.</summary>
    /// <param name="node">Which node.</param>
    /// <param name="order">log2 of units, 0 to 8.</param>
    /// <param name="lastIndex">The highest index of a block that will do; not negative.</param>
    public int HighestFree(int node, int order, int lastIndex)
    {
        int firstBlock = Fan >> order;
        int lastBlock = firstBlock + Math.Min(lastIndex, firstBlock - 1);
        int firstWord = firstBlock >> WordLog2;
        ulong mask = ulong.MaxValue >> (63 - (lastBlock & 63));
        ref IovaNodeBits bits = ref _headers[node].Free;
        for (int word = lastBlock >> WordLog2; word >= firstWord; word--)
        {
            ulong free = bits[word] & mask;
            if (word == 0)
            {
                free &= ulong.MaxValue << firstBlock;
            }

            if (free != 0)
            {
                return (word << WordLog2) | BitOperations.Log2(free);
            }

            mask = ulong.MaxValue;
        }

        return 0;
    }

    /// <summary>The lowest free block that a unit's block lies in, itself included; 0 if none.</summary>
    public int CoveringFree(int node, int block)
    {
        int at = block;
        while (at > 1 && !IsFree(node, at))
        {
            at >>= 1;
        }

        return at == 1 ? 0 : at;
    }

    /// <summary>What is known of a node besides its slots, together for the sake of the processor's cache.</summary>
    internal struct Header
    {
        public ulong First;
        public int Parent;
        public int Level;

        /// <summary>Bit n: the list of blocks of n (within the node) names this node.</summary>
        public uint Listed;

        public IovaNodeBits Free;
    }
}

/// <summary>The 1024 bits of a node.</summary>
[InlineArray(16)]
internal struct IovaNodeBits
{
    private ulong _first;
}
