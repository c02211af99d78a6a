namespace PhyrActors.Actors;

/// <summary>A batch of a pin for long, and those of its folios that have to move.</summary>
internal sealed record UnpinnableBatch(
    FolioManagerProtocol.MigrateUnpinnable Migrate, List<Pfn> Folios, IActorRef Requester);
