using System.Numerics;

namespace PhyrActors.Model;

/// <summary>Ranges of several unmap requests of one domain that will share one invalidation.</summary>
/// <remarks>Ranges that touch or overlap become one; each goes out as the smallest aligned power of two around it,
/// which may be much larger. Too large a region, or too many of them, becomes domain-selective. Sources:
/// drivers/iommu/intel/cache.c:calculate_psi_aligned_address() and cache_tag_flush_range(), v7.0.</remarks>
public sealed class InvalidationBatch
{
    /// <summary>QI_MAX_BATCHED_DESC_COUNT.</summary>
    public const int DescriptorsMaxDefault = 16;

    /// <summary>log2 of the largest region of one descriptor, for a maximum address mask value of 18.</summary>
    public const int RegionLog2MaxDefault = Pfn.FrameSizeLog2 + 18;

    private readonly List<ByteRange> _ranges = [];
    private readonly List<InvalidationDescriptor> _regions = [];
    private readonly int _domain;
    private readonly int _descriptorsMax;
    private readonly int _regionLog2Max;

    public InvalidationBatch(
        int domain,
        int descriptorsMax = DescriptorsMaxDefault,
        int regionLog2Max = RegionLog2MaxDefault)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(descriptorsMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(regionLog2Max, Pfn.FrameSizeLog2);
        (_domain, _descriptorsMax, _regionLog2Max) = (domain, descriptorsMax, regionLog2Max);
    }

    /// <summary>Requests collected.</summary>
    public int Count => _ranges.Count;

    /// <summary>What the whole batch may leave alone.</summary>
    public InvalidationHint Hint { get; private set; } = InvalidationHint.LeafOnly;

    /// <summary>Adds what one request unmapped.</summary>
    /// <param name="start">First byte.</param>
    /// <param name="lengthBytes">Bytes unmapped; not zero.</param>
    /// <param name="hint">AllLevels if the request unlinked a table.</param>
    public void Add(Iova start, ulong lengthBytes, InvalidationHint hint)
    {
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        _ranges.Add(new ByteRange(start.Value, start.Value + (lengthBytes - 1)));
        Hint = hint == InvalidationHint.AllLevels ? InvalidationHint.AllLevels : Hint;
    }

    /// <summary>Appends the descriptors that cover every range, and empties the batch.</summary>
    public void Drain(ICollection<InvalidationDescriptor> descriptors)
    {
        ArgumentNullException.ThrowIfNull(descriptors);
        if (TryCoverByRegions())
        {
            foreach (InvalidationDescriptor region in _regions)
            {
                descriptors.Add(region);
            }
        }
        else
        {
            descriptors.Add(InvalidationDescriptor.WholeDomain(_domain));
        }

        _ranges.Clear();
        Hint = InvalidationHint.LeafOnly;
    }

    private bool TryCoverByRegions()
    {
        _regions.Clear();
        MergeRanges();
        foreach (ByteRange range in _ranges)
        {
            int sizeLog2 = AlignedSizeLog2(range);
            if (sizeLog2 > _regionLog2Max)
            {
                return false;
            }

            AddRegion(new Iova(range.First >> sizeLog2 << sizeLog2), sizeLog2);
            if (_regions.Count > _descriptorsMax)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Aligned powers of two never overlap in part: a region either holds the one before it or lies beyond it,
    /// or lies inside it.</summary>
    private void AddRegion(Iova start, int sizeLog2)
    {
        while (_regions is [.., var previous] && previous.SizeLog2 <= sizeLog2 && previous.Start >= start)
        {
            _regions.RemoveAt(_regions.Count - 1);
        }

        bool isInside = _regions is [.., var outer]
            && outer.Start.Value >> outer.SizeLog2 == start.Value >> outer.SizeLog2;
        if (!isInside)
        {
            _regions.Add(InvalidationDescriptor.Pages(_domain, start, sizeLog2, Hint));
        }
    }

    private void MergeRanges()
    {
        _ranges.Sort(static (left, right) => left.First.CompareTo(right.First));
        int kept = 0;
        for (int i = 1; i < _ranges.Count; i++)
        {
            ByteRange last = _ranges[kept];
            if (last.Last == ulong.MaxValue || _ranges[i].First <= last.Last + 1)
            {
                _ranges[kept] = last with { Last = Math.Max(last.Last, _ranges[i].Last) };
            }
            else
            {
                _ranges[++kept] = _ranges[i];
            }
        }

        if (_ranges.Count > 0)
        {
            _ranges.RemoveRange(kept + 1, _ranges.Count - kept - 1);
        }
    }

    /// <summary>The bits in which first and last byte differ span the smallest aligned region that holds
    /// both.</summary>
    private static int AlignedSizeLog2(ByteRange range) =>
        Math.Max(Pfn.FrameSizeLog2, 64 - BitOperations.LeadingZeroCount(range.First ^ range.Last));

    private readonly record struct ByteRange(ulong First, ulong Last);
}
