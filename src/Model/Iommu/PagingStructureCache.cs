namespace PhyrActors.Model;

/// <summary>The cache of non-leaf entries in one IOMMU unit: from an address straight to a lower table.</summary>
/// <remarks>Tagged by domain id. An invalidation reaches it only with <see cref="InvalidationHint.AllLevels"/> (IH =
/// 0); with <see cref="InvalidationHint.LeafOnly"/> it keeps pointing where it pointed. Source: VT-d specification
/// 6.2.3 and 6.5.2.3.</remarks>
public sealed class PagingStructureCache(
    int entries = PagingStructureCache.EntriesDefault,
    int ways = PagingStructureCache.WaysDefault)
{
    public const int EntriesDefault = 64;
    public const int WaysDefault = 4;

    private readonly SetAssociativeCache _cache = new(entries, ways);

    public int Capacity => _cache.Capacity;

    public int Count => _cache.Count;

    public long Hits { get; private set; }

    public long Misses { get; private set; }

    /// <summary>Finds the lowest table known for an address: where a walk can begin.</summary>
    public bool TryLookup(int domain, Iova iova, out Pfn table, out int level)
    {
        if (iova.Value < TranslationTag.IovaEnd)
        {
            for (level = IoLevel.Leaf; level < IoLevel.Root; level++)
            {
                if (_cache.HasSize(level)
                    && _cache.TryFind(TranslationTag.Of(domain, iova.Value, level), out ulong frame))
                {
                    Hits++;
                    table = new Pfn(frame);
                    return true;
                }
            }
        }

        Misses++;
        (table, level) = (default, 0);
        return false;
    }

    /// <summary>Remembers that the table of a level for an address is this frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is the root's or none, or address or domain cannot be
    /// tagged.</exception>
    public void Fill(int domain, Iova iova, int level, Pfn table)
    {
        TranslationTag.ThrowIfNotADomain(domain);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(iova.Value, TranslationTag.IovaEnd);
        ArgumentOutOfRangeException.ThrowIfLessThan(level, IoLevel.Leaf);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, IoLevel.Root);
        _cache.Put(TranslationTag.Of(domain, iova.Value, level), table.Value);
    }

    public void Invalidate(int domain, Iova start, ulong lengthBytes, InvalidationHint hint)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        if (hint == InvalidationHint.AllLevels)
        {
            _cache.DropRange(domain, start.Value, start.Value + (lengthBytes - 1));
        }
    }

    /// <summary>Domain-selective invalidation: it has no hint and reaches every level.</summary>
    public void InvalidateDomain(int domain) => _cache.DropDomain(domain);

    public void InvalidateAll() => _cache.Clear();
}
