namespace PhyrActors.Actors;

/// <summary>How far a region on demand has come.</summary>
internal enum OdpPhase
{
    Preparing,
    Live,
    WaitingForFaults,
    Stopping,
    Releasing,
}

/// <summary>One region on demand: a window of IOVA, a notifier, and the pages that are mapped now.</summary>
internal sealed class OdpRegion(RdmaNicProtocol.Register request, IActorRef owner, EventStream events)
{
    public long Number => request.Region;

    /// <summary>The CPU that works for it.</summary>
    public int Cpu => request.Context;

    public VirtAddr Start => request.Start;

    public ulong LengthBytes => request.LengthBytes;

    /// <summary>Whom the request under way is answered to.</summary>
    public IActorRef Owner { get; set; } = owner;

    public OdpPhase Phase { get; set; }

    /// <summary>Why a registration is being undone; None for a deregistration.</summary>
    public Errno Failed { get; set; }

    public Iova State { get; set; }

    public long Notifier { get; set; }

    /// <summary>interval_sub->invalidate_seq: that of the last invalidation.</summary>
    public long Sequence { get; set; }

    /// <summary>Covers the sequence, what is mapped, and the device's table.</summary>
    public Token UmemMutex { get; } = new($"umem_mutex of region {request.Region}", events);

    /// <summary>What is mapped, by its offset in the region.</summary>
    public SortedDictionary<ulong, OdpPage> Pages { get; } = [];

    /// <summary>The fault that holds the mutex.</summary>
    public OdpFault? Mapping { get; set; }

    /// <summary>The unmap that holds the mutex.</summary>
    public OdpUnmap? Unmapping { get; set; }

    /// <summary>The unmap that goes on: the mutex lets no other end it.</summary>
    public OdpUnmap UnmapUnderWay => Unmapping
        ?? throw new InvariantException($"An unmap of region {Number} went on that another had ended.");

    public int FaultsUnderWay { get; set; }

    public int OperationsInFlight { get; set; }

    public int StopsFailed { get; set; }

    public VirtAddr AddressOf(ulong offset) => Start + offset;
}

/// <summary>A page that is mapped.</summary>
internal sealed class OdpPage(RangeCpu range, long keeper)
{
    public RangeCpu Range { get; } = range;

    public long Keeper { get; } = keeper;

    /// <summary>The device was told of it.</summary>
    public bool IsPosted { get; set; }

    public KeptPage Kept => new(Keeper, Pfn.Of(Range[0].Start));
}
