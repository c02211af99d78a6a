namespace PhyrActors.Actors;

/// <summary>A map under way: its chunks become entries one after the other.</summary>
internal sealed class MapJob(long ticket, IActorRef client, DmaMappingProtocol.Map map, DmaClient device)
{
    public long Ticket { get; } = ticket;

    public IActorRef Client { get; } = client;

    public DmaMappingProtocol.Map Map { get; } = map;

    public DmaClient Device { get; } = device;

    public MapPlanBuilder Plan { get; } = new(map.Range);

    public List<MappedPiece> Pieces { get; } = [];

    /// <summary>The next chunk to map.</summary>
    public int Chunk { get; set; }

    /// <summary>The slot of the chunk being mapped, if it is bounced.</summary>
    public BounceSlot? Slot { get; set; }

    /// <summary>What is linked into the window under way, and who keeps it.</summary>
    public RangeCpu? Linking { get; set; }

    public bool IsBounced { get; set; }

    /// <summary>Of a map that failed: what stayed linked in the window under way, and how often giving it back
    /// failed.</summary>
    public ulong LinkedBytes { get; set; }

    public int DestroysFailed { get; set; }

    /// <summary>Whether unmaps were needed before this map.</summary>
    public bool NeededUnmap { get; set; }
}
