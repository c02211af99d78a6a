using System.Runtime.InteropServices;

namespace PhyrActors.Model;

/// <summary>The page-table entries of 2 MiB of addresses, as sorted runs of 10 bytes.</summary>
internal sealed class PteBlock
{
    public const int Pages = 512;

    /// <summary>Frame numbers are below 2^48: no processor has more than 52 bits of physical address.</summary>
    public const int FrameBits = 48;

    private Entry[] _runs = new Entry[1];

    public int Count { get; private set; }

    public (int First, int Pages, Pfn Frame, PteFlags Flags) this[int index]
    {
        get
        {
            ref readonly Entry run = ref _runs[index];
            return (run.First, run.End - run.First, run.Frame, run.Flags);
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
        Insert(IndexAt(first), new Entry(first, pages, frame, flags));

    public void Set(int index, Pfn frame, PteFlags flags) =>
        _runs[index] = new Entry(_runs[index].First, _runs[index].End - _runs[index].First, frame, flags);

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
        _runs[index] = new Entry(first, before, frame, flags);
        Insert(index + 1, new Entry(page, pages - before, frame + (ulong)before, flags));
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

    /// <remarks>The place holds the first page in bits 8:0, the last in 17:9 and the flags in 31:18.</remarks>
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(ushort))]
    private readonly struct Entry(int first, int pages, Pfn frame, PteFlags flags)
    {
        private const int LastShift = 9;
        private const int FlagsShift = 18;

        private readonly uint _place = (uint)first | ((uint)(first + pages - 1) << LastShift)
            | ((uint)flags << FlagsShift);
        private readonly uint _frameLow = unchecked((uint)frame.Value);
        private readonly ushort _frameHigh = (ushort)(frame.Value >> 32);

        public int First => (int)(_place & (Pages - 1));

        public int End => (int)((_place >> LastShift) & (Pages - 1)) + 1;

        public Pfn Frame => new(((ulong)_frameHigh << 32) | _frameLow);

        public PteFlags Flags => (PteFlags)(_place >> FlagsShift);
    }
}
