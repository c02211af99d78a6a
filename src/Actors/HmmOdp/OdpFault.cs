namespace PhyrActors.Actors;

/// <summary>One page fault of the device, from its look-up to the device's table.</summary>
internal sealed class OdpFault(long number, OdpRegion region, DmaEngineProtocol.PageFault request)
{
    public long Number { get; } = number;

    public OdpRegion Region { get; } = region;

    public long Operation => request.Operation;

    /// <summary>The offset in the region of the first page.</summary>
    public ulong First { get; } = request.OffsetBytes & ~PageSize.Size4KiB.OffsetMask;

    /// <summary>Behind the last page.</summary>
    public ulong End { get; } =
        (request.OffsetBytes + request.LengthBytes + PageSize.Size4KiB.OffsetMask) & ~PageSize.Size4KiB.OffsetMask;

    /// <summary>The notifier's sequence when the look-up began.</summary>
    public long Sequence { get; set; }

    /// <summary>What was found so far, page by page.</summary>
    public List<Pfn> Frames { get; } = [];

    /// <summary>Where the look-up goes on.</summary>
    public ulong FoundEnd => First + ((ulong)Frames.Count << Pfn.FrameSizeLog2);

    /// <summary>The page that is mapped next.</summary>
    public ulong Next { get; set; }

    /// <summary>HMM_RANGE_DEFAULT_TIMEOUT has passed: a look-up that must be done again is not.</summary>
    public bool IsTimedOut { get; set; }

    public Errno Errno { get; set; }

    public Pfn FrameAt(ulong offset) => Frames[(int)((offset - First) >> Pfn.FrameSizeLog2)];
}

/// <summary>Pages on their way out, and what comes after.</summary>
internal sealed class OdpUnmap(IEnumerable<ulong> offsets, Action then)
{
    public IReadOnlyList<ulong> Offsets { get; } = [.. offsets];

    public int Unlinked { get; set; }

    public Action Then { get; } = then;
}
