namespace PhyrActors.Actors;

/// <summary>Pieces that are given back one after the other, and what is answered in the end.</summary>
internal sealed class UnmapJob(
    long ticket,
    DmaClient device,
    IReadOnlyList<MappedPiece> pieces,
    DmaDirection direction,
    DmaAttributes attributes,
    int cpu,
    Action<Errno> then)
{
    public long Ticket { get; } = ticket;

    public DmaClient Device { get; } = device;

    public IReadOnlyList<MappedPiece> Pieces { get; } = pieces;

    public DmaDirection Direction { get; } = direction;

    public DmaAttributes Attributes { get; } = attributes;

    public int Cpu { get; } = cpu;

    public Action<Errno> Then { get; } = then;

    /// <summary>The piece being given back.</summary>
    public int Piece { get; set; }

    /// <summary>Of a single bounced piece: so much is copied back.</summary>
    public ulong CopiedBytes { get; set; } = ulong.MaxValue;

    /// <summary>How often giving a window back failed.</summary>
    public int DestroysFailed { get; set; }

    /// <summary>Its slot went back before its window (the defects).</summary>
    public bool IsSlotGone { get; set; }

    /// <summary>The first thing that went wrong.</summary>
    public Errno Errno { get; set; }
}
