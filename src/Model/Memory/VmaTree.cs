namespace PhyrActors.Model;

/// <summary>The mapped parts of one address space, in order, none over another.</summary>
public sealed class VmaTree
{
    /// <summary>The default of vm.max_map_count.</summary>
    public const int CountMax = 65530;

    private readonly List<Vma> _vmas = [];

    public int Count => _vmas.Count;

    /// <summary>The parts in rising order.</summary>
    public IReadOnlyList<Vma> All => _vmas;

    public Vma? Find(VirtAddr address)
    {
        int index = FirstEndingAbove(address);
        return index < _vmas.Count && _vmas[index].Contains(address) ? _vmas[index] : null;
    }

    /// <summary>Adds a part; EEXIST where it lies over another (MAP_FIXED_NOREPLACE), ENOMEM above
    /// <see cref="CountMax"/>.</summary>
    public Errno Add(Vma vma)
    {
        ArgumentNullException.ThrowIfNull(vma);
        int index = FirstEndingAbove(vma.Start);
        if (index < _vmas.Count && _vmas[index].Start < vma.End)
        {
            return Errno.EEXIST;
        }

        if (_vmas.Count == CountMax)
        {
            return Errno.ENOMEM;
        }

        _vmas.Insert(index, vma);
        return Errno.None;
    }

    /// <summary>Unmaps <c>[start, end)</c>; what is cut keeps its remains. ENOMEM, and nothing done, where a cut
    /// would make one part too many.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or not in whole pages.</exception>
    public Errno Remove(VirtAddr start, VirtAddr end)
    {
        Vma range = new(start, end, VmaFlags.None);
        int index = FirstEndingAbove(range.Start);
        int count = 0;
        while (index + count < _vmas.Count && _vmas[index + count].Start < end)
        {
            count++;
        }

        if (count == 0)
        {
            return Errno.None;
        }

        (Vma first, Vma last) = (_vmas[index], _vmas[index + count - 1]);
        List<Vma> remains = new(2);
        if (first.Start < start)
        {
            remains.Add(first.Between(first.Start, start));
        }

        if (last.End > end)
        {
            remains.Add(last.Between(end, last.End));
        }

        if (_vmas.Count - count + remains.Count > CountMax)
        {
            return Errno.ENOMEM;
        }

        _vmas.RemoveRange(index, count);
        _vmas.InsertRange(index, remains);
        return Errno.None;
    }

    private int FirstEndingAbove(VirtAddr address)
    {
        (int low, int high) = (0, _vmas.Count);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _vmas[middle].End <= address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
