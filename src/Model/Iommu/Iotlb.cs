namespace PhyrActors.Model;

/// <summary>One cached translation: a whole page.</summary>
public readonly record struct TlbEntry(Iova Iova, PhysAddr Phys, IoProt Prot, PageSize PageSize)
{
    /// <summary>Where a byte of the page leads.</summary>
    public PhysAddr Translate(Iova iova) => Phys + (iova - Iova);
}

/// <summary>The cache of finished translations in one IOMMU unit.</summary>
/// <remarks>Set-associative, least recently used out first; tagged by domain id (16 bits) and page size. Invalidation
/// drops exactly what overlaps the range: real units may drop more, but then a forgotten range would not
/// show.</remarks>
public sealed class Iotlb(int entries = Iotlb.EntriesDefault, int ways = Iotlb.WaysDefault)
{
    public const int EntriesDefault = 4096;
    public const int WaysDefault = 4;

    private const int LeafSizes = 3;

    /// <summary>How an entry is kept here, whatever the table's format: it holds every protection apart.</summary>
    private static readonly IoTableFormat s_stored = IoTableFormat.VtdSecondStage;

    private readonly SetAssociativeCache _cache = new(entries, ways);

    public int Capacity => _cache.Capacity;

    public int Count => _cache.Count;

    public long Hits { get; private set; }

    public long Misses { get; private set; }

    public bool TryLookup(int domain, Iova iova, out TlbEntry entry)
    {
        if (iova.Value < TranslationTag.IovaEnd)
        {
            for (int size = 0; size < LeafSizes; size++)
            {
                if (_cache.HasSize(size) && _cache.TryFind(TranslationTag.Of(domain, iova.Value, size), out ulong pte))
                {
                    Hits++;
                    PageSize pageSize = new(TranslationTag.SizeLog2(size));
                    PhysAddr phys = new(s_stored.PhysOf(pte));
                    Iova page = new(iova.Value & ~pageSize.OffsetMask);
                    entry = new TlbEntry(page, phys, s_stored.ProtOf(pte), pageSize);
                    return true;
                }
            }
        }

        Misses++;
        entry = default;
        return false;
    }

    /// <summary>Caches the leaf that a walk for an address ended at.</summary>
    /// <exception cref="ArgumentException">The address, domain or leaf cannot be tagged, or it is not a
    /// leaf.</exception>
    public void Fill(int domain, Iova iova, in IoEntry leaf)
    {
        TranslationTag.ThrowIfNotADomain(domain);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(iova.Value, TranslationTag.IovaEnd);
        if (leaf.Kind != IoEntryKind.Leaf)
        {
            throw new ArgumentException("only a leaf is a translation", nameof(leaf));
        }

        int level = IoLevel.Of(leaf.PageSize);
        _cache.Put(TranslationTag.Of(domain, iova.Value, level - 1), s_stored.Leaf(leaf.Phys.Value, leaf.Prot, level));
    }

    /// <summary>Page-selective invalidation: drops every entry that overlaps the range.</summary>
    public void Invalidate(int domain, Iova start, ulong lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        _cache.DropRange(domain, start.Value, start.Value + (lengthBytes - 1));
    }

    /// <summary>Domain-selective invalidation.</summary>
    public void InvalidateDomain(int domain) => _cache.DropDomain(domain);

    /// <summary>Global invalidation.</summary>
    public void InvalidateAll() => _cache.Clear();

    /// <summary>An entry overlaps the range: what a monitor asks, without counting as a hit.</summary>
    public bool Holds(int domain, Iova start, ulong lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        return _cache.Overlaps(domain, start.Value, start.Value + (lengthBytes - 1));
    }
}
