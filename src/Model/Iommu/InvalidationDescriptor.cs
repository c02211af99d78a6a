namespace PhyrActors.Model;

/// <summary>What an invalidation may leave alone (the IH bit).</summary>
public enum InvalidationHint
{
    /// <summary>IH = 0: a table was unlinked; paging-structure caches must go too.</summary>
    AllLevels = 0,

    /// <summary>IH = 1: only leaves changed.</summary>
    LeafOnly = 1,
}

/// <summary>The kinds of descriptor that the software here submits.</summary>
public enum InvalidationKind
{
    /// <summary>Page-selective within a domain.</summary>
    IotlbPages = 0,

    /// <summary>Domain-selective.</summary>
    IotlbDomain = 1,

    /// <summary>Writes a status once all earlier descriptors are done.</summary>
    Wait = 2,

    /// <summary>A region of one device's own cache of translations (ATS).</summary>
    DeviceTlb = 3,
}

/// <summary>One entry of the invalidation queue.</summary>
/// <remarks>A page-selective region is a power of two, aligned to itself. Source: VT-d specification 6.5.2.</remarks>
public readonly record struct InvalidationDescriptor
{
    private InvalidationDescriptor(InvalidationKind kind) => Kind = kind;

    public InvalidationKind Kind { get; }

    public int Domain { get; private init; }

    /// <summary>Whose cache a <see cref="InvalidationKind.DeviceTlb"/> reaches.</summary>
    public int Requester { get; private init; }

    public Iova Start { get; private init; }

    /// <summary>log2 of the region in bytes.</summary>
    public int SizeLog2 { get; private init; }

    public InvalidationHint Hint { get; private init; }

    /// <summary>The slot whose status a wait writes.</summary>
    public int StatusSlot { get; private init; }

    /// <exception cref="ArgumentException">The region is smaller than a page or not aligned to itself.</exception>
    public static InvalidationDescriptor Pages(int domain, Iova start, int sizeLog2, InvalidationHint hint)
    {
        ThrowIfNotARegion(start, sizeLog2);
        return new(InvalidationKind.IotlbPages) { Domain = domain, Start = start, SizeLog2 = sizeLog2, Hint = hint };
    }

    public static InvalidationDescriptor WholeDomain(int domain) =>
        new(InvalidationKind.IotlbDomain) { Domain = domain };

    public static InvalidationDescriptor WaitFor(int statusSlot) =>
        new(InvalidationKind.Wait) { StatusSlot = statusSlot };

    /// <exception cref="ArgumentException">The region is smaller than a page or not aligned to itself.</exception>
    public static InvalidationDescriptor DeviceTlb(int requester, int domain, Iova start, int sizeLog2)
    {
        ThrowIfNotARegion(start, sizeLog2);
        return new(InvalidationKind.DeviceTlb)
        {
            Requester = requester,
            Domain = domain,
            Start = start,
            SizeLog2 = sizeLog2,
        };
    }

    private static void ThrowIfNotARegion(Iova start, int sizeLog2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeLog2, Pfn.FrameSizeLog2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizeLog2, 63);
        if (!new PageSize(sizeLog2).IsAligned(start.Value))
        {
            throw new ArgumentException("a region is aligned to its size", nameof(start));
        }
    }
}
