namespace PhyrActors.Model;

/// <summary>The page-table entries of 2 MiB of addresses, as sorted runs of 16 bytes.</summary>
internal sealed class PteBlock
{
    public const int Pages = 512;

    private const int FlagBits = 12;
    private Entry[] _runs = new Entry[1];

    public int Count { get; private set; }

    public (int First, int Pages, Pfn Frame, PteFlags Flags) this[int index]
    {
        get
        {
            ref readonly Entry run = ref _runs[index];
            return (run.First, run.Pages, new Pfn(run.Word >> FlagBits), (PteFlags)(run.Word & ((1 << FlagBits) - 1)));
        }
    }

    /// <summary>The first run that ends behind a page.</summary>
    public int IndexAt(int page)
    {
        (int low, int high) = (0, Count);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _runs[middle].End <= page ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public bool IsEmpty(int first, int end)
    {
        int index = IndexAt(first);
        return index == Count || _runs[index].First >= end;
    }

    public void Insert(int first, int pages, Pfn frame, PteFlags flags) =>
        Insert(IndexAt(first), new Entry(first, pages, Encode(frame, flags)));

    public void Set(int index, Pfn frame, PteFlags flags) => _runs[index].Word = Encode(frame, flags);

    /// <summary>Sees to it that no run spans the border before a page, and gives the first run behind it. A huge
    /// entry that is cut becomes two runs of small ones (__split_huge_pmd).</summary>
    public int CutAt(int page)
    {
        int index = IndexAt(page);
        if (index == Count || _runs[index].First >= page)
        {
            return index;
        }

        (int first, int pages, Pfn frame, PteFlags flags) = this[index];
        flags &= ~PteFlags.Huge;
        int before = page - first;
        _runs[index] = new Entry(first, before, Encode(frame, flags));
        Insert(index + 1, new Entry(page, pages - before, Encode(frame + (ulong)before, flags)));
        return index + 1;
    }

    public void RemoveRange(int index, int count)
    {
        Array.Copy(_runs, index + count, _runs, index, Count - index - count);
        Count -= count;
    }

    private void Insert(int index, Entry run)
    {
        if (Count == _runs.Length)
        {
            Array.Resize(ref _runs, Count * 2);
        }

        Array.Copy(_runs, index, _runs, index + 1, Count - index);
        _runs[index] = run;
        Count++;
    }

    private static ulong Encode(Pfn frame, PteFlags flags) => (frame.Value << FlagBits) | (ulong)flags;

    private struct Entry(int first, int pages, ulong word)
    {
        public ulong Word = word;
        private readonly ushort _first = (ushort)first;
        private readonly ushort _pages = (ushort)pages;

        public readonly int First => _first;

        public readonly int Pages => _pages;

        public readonly int End => _first + _pages;
    }
}
