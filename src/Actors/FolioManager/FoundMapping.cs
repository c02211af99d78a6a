namespace PhyrActors.Actors;

/// <summary>One of the mappings of a folio, taken away.</summary>
/// <param name="AddressSpace">Whose.</param>
/// <param name="Entry">As it was.</param>
public readonly record struct FoundMapping(IActorRef AddressSpace, PteRun Entry);
