namespace PhyrActors.Scenarios;

/// <summary>Every entry of docs/bug-zoo.md, in the order of the page.</summary>
/// <remarks>A new entry is a line in one of the lists beside this, and a section of the page.</remarks>
public static class Zoo
{
    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        .. SeededInUnits.Entries,
        .. FoundInUnits.Entries,
        .. FoundInDma.Entries,
        .. FoundInPins.Entries,
        .. FoundInPeers.Entries,
        .. SlipsInLists.Entries,
    ];
}
