namespace PhyrActors.Actors;

/// <summary>A request that waits for a walk of the table.</summary>
internal sealed class Walk(IommuProtocol.Translate request, ContextEntry context, IActorRef fabric)
{
    public IommuProtocol.Translate Request { get; } = request;

    /// <summary>Whose table is walked.</summary>
    public ContextEntry Context { get; set; } = context;

    public int Domain => Context.Domain;

    public IActorRef Fabric { get; } = fabric;

    /// <summary>Bytes of the request translated before this walk.</summary>
    public ulong DoneBytes { get; set; }

    public Iova At => Request.Iova + DoneBytes;

    public int Level { get; set; }

    public Pfn Table { get; set; }

    public int Reads { get; set; }

    /// <summary>An invalidation came since the walk began: what it reads may be old, so it begins anew.</summary>
    public bool Killed { get; set; }
}
