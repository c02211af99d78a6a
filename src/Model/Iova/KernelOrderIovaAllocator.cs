using System.Numerics;

namespace PhyrActors.Model;

/// <summary>The kernel's allocator, answer for answer: the tree of taken ranges and the per-CPU caches in front of
/// it.</summary>
/// <remarks>Requests below 32 granules are rounded up to a power of two, and ranges of up to 32 granules are kept in
/// caches when freed. A cached range is not checked: freeing one twice is accepted and hands it to two owners.
/// Sources: alloc_iova_fast() and free_iova_fast() of drivers/iommu/iova.c, v6.12.</remarks>
public sealed class KernelOrderIovaAllocator : IIovaAllocator
{
    /// <summary>Orders that are cached: 0 to 5, that is 1 to 32 granules (IOVA_RANGE_CACHE_MAX_SIZE).</summary>
    public const int CachedOrders = 6;

    private readonly IovaTree _tree;
    private readonly IovaRcache[] _rcaches = new IovaRcache[CachedOrders];
    private readonly ulong _apertureEnd;
    private readonly int _cpus;
    private readonly MutationSet _mutations;

    /// <param name="apertureLast">The highest address of the domain, inclusive.</param>
    /// <param name="startPfn">The lowest granule handed out; at least 1, so address 0 never is.</param>
    /// <param name="cpus">CPUs online.</param>
    /// <param name="mutations">Null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">No CPU, or startPfn is 0.</exception>
    public KernelOrderIovaAllocator(
        Iova apertureLast, ulong startPfn = 1, int cpus = 1, MutationSet? mutations = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cpus);
        _tree = new IovaTree(startPfn);
        _apertureEnd = IovaGranules.End(apertureLast);
        (_cpus, _mutations) = (cpus, mutations ?? MutationSet.None);
        for (int order = 0; order < CachedOrders; order++)
        {
            _rcaches[order] = new IovaRcache(cpus);
        }
    }

    /// <summary>Ranges taken in the tree: live, cached or reserved.</summary>
    public int TreeCount => _tree.Count;

    /// <summary>Full magazines of an order that no CPU holds.</summary>
    public int DepotCount(int order) => _rcaches[order].DepotCount;

    public bool TryAllocate(ulong lengthBytes, Iova limitLast, out Iova start, int cpu = 0, bool mayFlush = true)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        ulong granules = Rounded(IovaGranules.Count(lengthBytes));
        ulong limitEnd = Math.Min(IovaGranules.End(limitLast), _apertureEnd);
        ulong first = 0;
        bool found = granules <= limitEnd
            && (TryGetCached(granules, limitEnd, cpu, out first)
                || _tree.TryAllocate(granules, limitEnd - 1, isAligned: true, out first)
                || (mayFlush && TryAfterFlush(granules, limitEnd, out first)));
        start = IovaGranules.AddressOf(first);
        return found;
    }

    /// <summary>Gives a range back: into this CPU's cache if its length is cacheable, whatever lies there.</summary>
    /// <returns>EINVAL when the length is not cacheable and nothing is taken there; the kernel says nothing
    /// then.</returns>
    public Errno Free(Iova start, ulong lengthBytes, int cpu = 0, bool mayGrow = true)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        ulong pfn = IovaGranules.First(start);
        int order = OrderOf(IovaGranules.Count(lengthBytes));
        if (order < CachedOrders)
        {
            bool isMisplaced = _mutations.Has(Mutation.M23) && order + 1 < CachedOrders;
            IovaRcache rcache = _rcaches[isMisplaced ? order + 1 : order];
            if (mayGrow || !rcache.NeedsMagazine(cpu))
            {
                rcache.Put(cpu, pfn);
                return Errno.None;
            }
        }

        return _tree.Free(pfn) ? Errno.None : Errno.EINVAL;
    }

    public bool NeedsMagazine(ulong lengthBytes, int cpu)
    {
        int order = OrderOf(IovaGranules.Count(lengthBytes));
        return order < CachedOrders && _rcaches[order].NeedsMagazine(cpu);
    }

    /// <summary>Merges the range with whatever it meets, live allocations too; never refused.</summary>
    public Errno Reserve(Iova start, ulong lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        _tree.Reserve(IovaGranules.First(start), IovaGranules.Last(start, lengthBytes));
        return Errno.None;
    }

    /// <summary>Gives the caches of a CPU that went away back to the tree (iova_cpuhp_dead).</summary>
    public void FlushCpu(int cpu)
    {
        foreach (IovaRcache rcache in _rcaches)
        {
            rcache.FlushCpu(cpu, _tree);
        }
    }

    /// <summary>One run of an order's delayed work, due 100 ms after a magazine reached the depot: returns one
    /// magazine to the tree while the depot holds more than one a CPU (iova_depot_work_func).</summary>
    /// <returns>True when it did, and the work is due again after another 100 ms.</returns>
    public bool TrimDepot(int order) =>
        _rcaches[order].DepotCount > _cpus && _rcaches[order].TryFlushDepot(_tree);

    private bool TryGetCached(ulong granules, ulong limitEnd, int cpu, out ulong first)
    {
        first = 0;
        int order = OrderOf(granules);
        return order < CachedOrders && _rcaches[order].TryGet(cpu, limitEnd - granules, out first);
    }

    /// <summary>Every CPU's caches in turn, then every depot; then the tree once more.</summary>
    private bool TryAfterFlush(ulong granules, ulong limitEnd, out ulong first)
    {
        for (int cpu = 0; cpu < _cpus; cpu++)
        {
            FlushCpu(cpu);
        }

        foreach (IovaRcache rcache in _rcaches)
        {
            while (rcache.TryFlushDepot(_tree))
            {
            }
        }

        return _tree.TryAllocate(granules, limitEnd - 1, isAligned: true, out first);
    }

    private static ulong Rounded(ulong granules) =>
        granules < 1UL << (CachedOrders - 1) ? BitOperations.RoundUpToPowerOf2(granules) : granules;

    /// <summary>log2 of the power of two that holds a count.</summary>
    private static int OrderOf(ulong granules) => granules == 1 ? 0 : BitOperations.Log2(granules - 1) + 1;
}
