namespace PhyrActors.Model;

/// <summary>The cache of free ranges of one order: two magazines a CPU, and the depot of full ones that all
/// share.</summary>
/// <remarks>What lies here is still taken in the tree. A range freed last on a CPU is handed out first there, and one
/// freed twice lies here twice: nothing is checked, as in the kernel. Source: struct iova_rcache of
/// drivers/iommu/iova.c, v6.12.</remarks>
internal sealed class IovaRcache
{
    private readonly IovaMagazine[] _loaded;
    private readonly IovaMagazine[] _previous;
    private readonly Stack<IovaMagazine> _depot = new();
    private readonly Stack<IovaMagazine> _empty = new();

    public IovaRcache(int cpus)
    {
        _loaded = new IovaMagazine[cpus];
        _previous = new IovaMagazine[cpus];
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            (_loaded[cpu], _previous[cpu]) = (new IovaMagazine(), new IovaMagazine());
        }
    }

    /// <summary>Full magazines that no CPU holds.</summary>
    public int DepotCount => _depot.Count;

    /// <summary>Takes a range that starts at or below a granule; a CPU looks into one magazine only.</summary>
    public bool TryGet(int cpu, ulong lastPfn, out ulong pfn)
    {
        if (_loaded[cpu].Count == 0)
        {
            if (_previous[cpu].Count > 0)
            {
                Swap(cpu);
            }
            else if (_depot.TryPop(out IovaMagazine? full))
            {
                _empty.Push(_loaded[cpu]);
                _loaded[cpu] = full;
            }
        }

        return _loaded[cpu].TryPop(lastPfn, out pfn);
    }

    /// <summary>Whether both magazines of a CPU are full: a new one is allocated before anything more fits
    /// (__iova_rcache_insert).</summary>
    public bool NeedsMagazine(int cpu) => _loaded[cpu].IsFull && _previous[cpu].IsFull;

    public void Put(int cpu, ulong pfn)
    {
        if (_loaded[cpu].IsFull)
        {
            if (!_previous[cpu].IsFull)
            {
                Swap(cpu);
            }
            else
            {
                _depot.Push(_loaded[cpu]);
                _loaded[cpu] = _empty.TryPop(out IovaMagazine? spare) ? spare : new IovaMagazine();
            }
        }

        _loaded[cpu].Push(pfn);
    }

    /// <summary>Gives a CPU's ranges back to the tree, the loaded magazine first.</summary>
    public void FlushCpu(int cpu, IovaTree tree)
    {
        Empty(_loaded[cpu], tree);
        Empty(_previous[cpu], tree);
    }

    /// <summary>Gives the ranges of the depot's topmost magazine back to the tree.</summary>
    /// <returns>False when the depot is empty.</returns>
    public bool TryFlushDepot(IovaTree tree)
    {
        if (!_depot.TryPop(out IovaMagazine? magazine))
        {
            return false;
        }

        Empty(magazine, tree);
        _empty.Push(magazine);
        return true;
    }

    private void Swap(int cpu) => (_loaded[cpu], _previous[cpu]) = (_previous[cpu], _loaded[cpu]);

    private static void Empty(IovaMagazine magazine, IovaTree tree)
    {
        foreach (ulong pfn in magazine.Pfns)
        {
            tree.Free(pfn);
        }

        magazine.Clear();
    }
}
