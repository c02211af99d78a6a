namespace PhyrActors.Actors;

/// <summary>Folios that have to move, one after the other.</summary>
/// <remarks>Each is tried <see cref="PassesMax"/> times, as migrate_pages does (NR_MAX_MIGRATE_PAGES_RETRY).</remarks>
internal sealed class MigrationJob(
    IReadOnlyList<Pfn> folios, IActorRef addressSpace, IActorRef requester, bool longterm)
{
    public const int PassesMax = 10;

    private int _next;

    public IActorRef AddressSpace { get; } = addressSpace;

    public IActorRef Requester { get; } = requester;

    /// <summary>For a pin, and not to empty a block.</summary>
    public bool Longterm { get; } = longterm;

    /// <summary>Of the pin, or the block's first frame.</summary>
    public long Number { get; init; }

    /// <summary>The block is to go offline.</summary>
    public bool Offline { get; init; }

    /// <summary>Those that waited in a batch for the LRU list when they were collected, and could not be
    /// isolated.</summary>
    public IReadOnlyList<Pfn> Undrained { get; init; } = [];

    public int PassesLeft { get; set; } = PassesMax;

    public Pfn Current => folios[_next];

    public bool IsDone => _next == folios.Count;

    public void MoveOn() => (_next, PassesLeft) = (_next + 1, PassesMax);
}
