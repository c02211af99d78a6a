using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class AcceptedEntriesTests
{
    private const int Pages = 6;

    [Fact]
    public void The_search_by_halves_finds_what_a_look_at_every_entry_finds()
    {
        int inOrder = 0;
        foreach (int choice in Enumerable.Range(0, Pages * Pages * Pages * Pages))
        {
            PteRun[] entries =
            [
                Run(choice % Pages, 2),
                Run(choice / Pages % Pages, 2),
                Run(choice / Pages / Pages % Pages, 2),
            ];
            PteRun changed = Run(choice / Pages / Pages / Pages, 1);
            AcceptedEntries accepted = new(0);
            Array.ForEach(entries, entry => accepted.Add(new[] { entry }));

            bool isFound = accepted.TryFindOverlap(changed, out VirtAddr at);

            bool isThere = entries.Any(run => run.Start < changed.End && run.End > changed.Start);
            Assert.Equal((isThere, isThere ? changed.Start : default), (isFound, at));
            inOrder += entries[0].End <= entries[1].Start && entries[1].End <= entries[2].Start ? 1 : 0;
        }

        Assert.NotEqual(0, inOrder);
    }

    [Fact]
    public void Another_page_at_an_address_is_no_overlap()
    {
        AcceptedEntries accepted = new(0);
        accepted.Add(new[] { Run(4, 2) });

        bool isFound = accepted.TryFindOverlap(
            new PteRun(Run(4, 1).Start, new Pfn(7), 1, PteFlags.Present), out _);

        Assert.False(isFound);
    }

    [Fact]
    public void Moved_entries_are_found_where_each_page_went()
    {
        const int Places = 4 * Pages;
        foreach (int choice in Enumerable.Range(0, Pages * Pages * Pages * 2))
        {
            (int from, int pages) = (choice % Pages, 1 + (choice / Pages % Pages));
            int to = (2 * Pages) + (choice / Pages / Pages % Pages);
            AcceptedEntries accepted = new(0);
            accepted.Add(new[] { Run(0, 2), Run(2, 1) });
            accepted.Add(new[] { Run(choice % 2 == 0 ? 4 : 3, 3) });
            Dictionary<int, int> frames = Enumerable.Range(0, Places)
                .Where(page => IsThere(accepted, page, page))
                .ToDictionary(static page => page, static page => page);

            accepted.Move(At(from), (ulong)pages << Pfn.FrameSizeLog2, At(to));

            Dictionary<int, int> expected = frames.ToDictionary(
                page => page.Key >= from && page.Key < from + pages ? page.Key - from + to : page.Key,
                static page => page.Value);
            for (int page = 0; page < Places; page++)
            {
                for (int frame = 0; frame < Places; frame++)
                {
                    bool isThere = expected.TryGetValue(page, out int there) && there == frame;
                    Assert.Equal(isThere, IsThere(accepted, page, frame));
                }
            }
        }
    }

    private static bool IsThere(AcceptedEntries accepted, int page, int frame) => accepted.TryFindOverlap(
        new PteRun(At(page), new Pfn(0x1000 + (ulong)frame), 1, PteFlags.Present), out _);

    private static VirtAddr At(int page) => new((ulong)page << Pfn.FrameSizeLog2);

    /// <summary>Entries whose frames follow from their addresses: two of one address lead to one page.</summary>
    private static PteRun Run(int page, int pages) => new(
        new VirtAddr((ulong)page << Pfn.FrameSizeLog2), new Pfn(0x1000 + (ulong)page), pages, PteFlags.Present);
}
