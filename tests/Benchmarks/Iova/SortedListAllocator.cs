using System.Numerics;

namespace PhyrActors.Benchmarks;

/// <summary>The plain way: taken ranges in a sorted array, the highest gap found by going down from the top.</summary>
internal sealed class SortedListAllocator : IIovaAllocator
{
    private readonly List<(ulong First, ulong End)> _taken = [];

    public bool TryAllocate(ulong lengthBytes, Iova limitLast, out Iova start, int cpu = 0, bool mayFlush = true)
    {
        ulong granules = ((lengthBytes - 1) >> Pfn.FrameSizeLog2) + 1;
        ulong top = (limitLast.Value >> Pfn.FrameSizeLog2) + 1;
        ulong mask = ~(BitOperations.RoundUpToPowerOf2(granules) - 1);
        for (int below = _taken.Count - 1; below >= -1; below--)
        {
            ulong floor = below < 0 ? 1 : _taken[below].End;
            ulong first = top >= granules ? (top - granules) & mask : 0;
            if (first >= floor)
            {
                _taken.Insert(below + 1, (first, first + granules));
                start = new Iova(first << Pfn.FrameSizeLog2);
                return true;
            }

            top = below < 0 ? 0 : _taken[below].First;
        }

        start = default;
        return false;
    }

    public Errno Free(Iova start, ulong lengthBytes, int cpu = 0, bool mayGrow = true)
    {
        ulong first = start.Value >> Pfn.FrameSizeLog2;
        (int low, int high) = (0, _taken.Count - 1);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _taken[middle].First < first ? (middle + 1, high) : (low, middle);
        }

        if (low >= _taken.Count || _taken[low].First != first)
        {
            return Errno.EINVAL;
        }

        _taken.RemoveAt(low);
        return Errno.None;
    }

    public bool NeedsMagazine(ulong lengthBytes, int cpu) => false;

    public Errno Reserve(Iova start, ulong lengthBytes) => throw new NotSupportedException();
}
