using static PhyrActors.Scenarios.ZooEntry;

namespace PhyrActors.Scenarios;

/// <summary>Slips of the rlist work in progress.</summary>
internal static class SlipsInLists
{
    private static readonly string[] s_titles =
    [
        "the end of a chunk is told by an entry's type, which frames have too",
        "\"is empty\" answers whether there is a first entry",
        "a seek waits for an entry that begins behind and ends before the place",
        "chunks are taken ahead only where there are enough",
        "a base is complained of where it is aligned",
        "the window is rounded up to the first range's length",
        "an unmap begins at a granule, its length counts from the byte",
        "the pages to unpin are not rounded up",
        "a list that is destroyed keeps its chunks",
        "a device's list asks the CPU's for its length",
        "the window is as long as the last range looked at",
    ];

    public static IReadOnlyList<ZooEntry> Entries { get; } =
    [
        .. s_titles.Select((title, i) => Tested(
            $"R-M{i + 1}", title, "rlist series, linux-mm, April 2023", $"R-M{i + 1}", "RListSlipTests")),
    ];
}
