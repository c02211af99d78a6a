namespace PhyrActors.Actors;

/// <summary>A request on its way through the fabric.</summary>
internal sealed class FabricRequest(
    long tag, int requester, ulong lengthBytes, bool write, bool ordered, IActorRef device)
{
    public long Tag { get; } = tag;

    public int Requester { get; } = requester;

    public ulong LengthBytes { get; } = lengthBytes;

    public bool Write { get; } = write;

    /// <summary>A posted write without relaxed ordering.</summary>
    public bool Ordered { get; } = ordered;

    public IActorRef Device { get; } = device;

    public ulong ForwardedBytes { get; set; }

    public ulong LandedBytes { get; set; }

    public bool Failed { get; set; }

    /// <summary>Pieces that an earlier posted write of the requester keeps back.</summary>
    public Queue<PhysicalMemoryProtocol.Access>? Held { get; set; }

    public bool IsForwarded => Held is not { Count: > 0 } && (Failed || ForwardedBytes == LengthBytes);

    public bool IsLanded => IsForwarded && LandedBytes == ForwardedBytes;
}

/// <summary>What one requester has under way: its posted writes in order, and what rides behind them.</summary>
internal sealed class RequesterOrder
{
    /// <summary>Posted writes not yet landed, oldest first.</summary>
    public Queue<FabricRequest> Writes { get; } = new();

    /// <summary>Those of them that are not all on their way, oldest first; one that is leaves when next met.</summary>
    public Queue<FabricRequest> Unforwarded { get; } = new();

    /// <summary>Signals, each behind the write before it.</summary>
    public Queue<(FabricRequest Behind, PcieFabricProtocol.Signal Signal)> Signals { get; } = new();

    /// <summary>The last posted write that a new signal has to wait for.</summary>
    public FabricRequest? LastWrite { get; set; }
}
