using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class PteRecheckMonitorTests
{
    private readonly History _history = new(OracleList.Of(InvariantKind.Local, []));

    [Theory]
    [InlineData(2, "")]
    [InlineData(1, "I-22")]
    [InlineData(0, "I-22")]
    public void A_batch_that_is_accepted_with_entries_that_changed_is_found(int unchanged, string broken)
    {
        PteRun first = new(new VirtAddr(0x1000), new Pfn(0x200), 1, PteFlags.Present);
        PteRun second = new(new VirtAddr(0x2000), new Pfn(0x300), 1, PteFlags.Present);

        _history.At(0, new EntriesRechecked(0, 7, new[] { first, second }, unchanged, Write: false));

        Assert.Equal(broken, _history.Broken);
    }
}
