namespace PhyrActors.Actors;

/// <summary>One dma_iova_state of a domain, and the request on it that is under way.</summary>
internal sealed class MappingState(DmaIovaState state)
{
    public DmaIovaState State { get; } = state;

    /// <summary>Whom the request under way is answered to.</summary>
    public IActorRef Client { get; set; } = ActorRefs.Nobody;

    public RangeCpu? Range { get; set; }

    public long Keeper { get; set; }

    public IoProt Prot { get; set; }

    /// <summary>Chunks linked, or cleared, by the request under way.</summary>
    public int ChunksDone { get; set; }

    /// <summary>Bytes of the window linked, or cleared, by the request under way.</summary>
    public ulong BytesDone { get; set; }

    /// <summary>The CPU that clears the entries.</summary>
    public int Cpu { get; set; }

    /// <summary>Whether a request on this state is under way.</summary>
    public bool Busy { get; set; }

    /// <summary>Table pages unlinked and not yet released.</summary>
    public List<FreedTable> Freed { get; } = [];
}
