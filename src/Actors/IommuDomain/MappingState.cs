namespace PhyrActors.Actors;

/// <summary>By which call a window was taken.</summary>
internal enum MappingCall
{
    TryAlloc,
    MapPhys,
    MapSg,
}

/// <summary>One dma_iova_state of a domain, and the request on it that is under way.</summary>
internal sealed class MappingState(DmaIovaState state, MappingCall call, int device, int cpu)
{
    public DmaIovaState State { get; } = state;

    public Iova Address => State.Address;

    public MappingCall Call { get; } = call;

    public int Device { get; } = device;

    /// <summary>The CPU of the request under way.</summary>
    public int Cpu { get; set; } = cpu;

    public LinkedPieces Pieces { get; } = new();

    /// <summary>What comes after the request under way.</summary>
    public Action<Errno> Then { get; set; } = static _ => { };

    /// <summary>Of a link: the list; its chunks done.</summary>
    public RangeCpu? Range { get; set; }

    public long Keeper { get; set; }

    public IoProt Prot { get; set; }

    public int ChunksDone { get; set; }

    /// <summary>Where in the window the request works.</summary>
    public ulong Offset { get; set; }

    /// <summary>Of an unlink: where it ends, exclusive.</summary>
    public ulong EndOffset { get; set; }

    /// <summary>Bytes linked or cleared from <see cref="Offset"/> on.</summary>
    public ulong BytesDone { get; set; }

    /// <summary>What the table says has gone.</summary>
    public ulong UnmappedBytes { get; set; }

    /// <summary>What to do when the entries are cleared and in memory.</summary>
    public Action WhenCleared { get; set; } = static () => { };

    /// <summary>All entries are cleared for good; what is cached of them could not be invalidated yet.</summary>
    public bool IsCleared { get; set; }

    /// <summary>A part was unlinked whose invalidation failed: the window is freed only after another.</summary>
    public bool IsStale { get; set; }

    /// <summary>Whether a request on this state is under way.</summary>
    public bool Busy { get; set; }

    /// <summary>Table pages unlinked and not yet released.</summary>
    public List<FreedTable> Freed { get; } = [];

    public InvalidationHint Hint => Freed.Count > 0 ? InvalidationHint.AllLevels : InvalidationHint.LeafOnly;
}
