namespace PhyrActors.Actors;

/// <summary>How far a memory region has come.</summary>
internal enum RegionPhase
{
    Pinning,
    Allocating,
    Linking,
    Syncing,
    Programming,
    Live,
    Stopping,
    Unmapping,
    Unpinning,
}

/// <summary>One memory region of the driver.</summary>
internal sealed class Region(RdmaNicProtocol.Register request, IActorRef owner)
{
    public RdmaNicProtocol.Register Request { get; } = request;

    public long Number => Request.Region;

    /// <summary>Whom the request under way is answered to.</summary>
    public IActorRef Owner { get; set; } = owner;

    public RegionPhase Phase { get; set; } = RegionPhase.Pinning;

    public RangeCpu? Range { get; set; }

    public Iova State { get; set; }

    public ulong LinkedBytes { get; set; }

    /// <summary>What the device is told where there is no window of IOVA; null where there is.</summary>
    public RangeDma? Entries { get; set; }

    public int OperationsInFlight { get; set; }

    /// <summary>Why a registration is being undone; None for a deregistration.</summary>
    public Errno Failed { get; set; }

    public int TeardownsFailed { get; set; }

    /// <summary>The defect: a second link was asked for.</summary>
    public bool IsLinkedTwice { get; set; }
}
