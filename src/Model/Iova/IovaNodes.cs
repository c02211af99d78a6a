using System.Numerics;
using System.Runtime.CompilerServices;

namespace PhyrActors.Model;

/// <summary>The nodes of a buddy system: each divides its run of granules into 512 units and says which naturally
/// aligned blocks of units are free.</summary>
/// <remarks>Shape of one node: a binary tree of 1024 bits in heap order (bit 512 + i is unit i, bit 1 the whole node,
/// which is never free: it is a unit of its parent then); above the lowest level also a child a unit, 0 for none. A
/// node keeps its level for good, so that lists of nodes may name it after it is gone.</remarks>
internal sealed class IovaNodes(int levels)
{
    public const int FanLog2 = 9;
    public const int Fan = 1 << FanLog2;

    private const int WordLog2 = 6;

    private readonly Stack<int>[] _spares = [.. Enumerable.Range(0, levels).Select(static _ => new Stack<int>())];
    private int[] _children = new int[levels << FanLog2];
    private Header[] _headers = new Header[levels];
    private int _used;
    private int _parents;

    public ref Header this[int node] => ref _headers[node];

    /// <summary>The node below a unit, 0 for none.</summary>
    public ref int Child(int node, int unit) => ref _children[_headers[node].FirstChild + unit];

    /// <summary>A node with nothing free and nothing below it.</summary>
    public int Take(int level, ulong first, int parent)
    {
        if (!_spares[level].TryPop(out int node))
        {
            node = Add(level);
        }

        (_headers[node].First, _headers[node].Parent) = (first, parent);
        return node;
    }

    /// <summary>Takes a node out of use; its bits and children are zero.</summary>
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

    private int Add(int level)
    {
        if (_used == _headers.Length)
        {
            Array.Resize(ref _headers, _headers.Length * 2);
        }

        int node = _used++;
        _headers[node].Level = level;
        if (level > 0)
        {
            _headers[node].FirstChild = _parents++ << FanLog2;
            if (_parents << FanLog2 > _children.Length)
            {
                Array.Resize(ref _children, _children.Length * 2);
            }
        }

        return node;
    }

    /// <summary>What is known of a node besides its children, together for the sake of the processor's cache.</summary>
    internal struct Header
    {
        public ulong First;
        public int Parent;
        public int Level;
        public int FirstChild;

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
