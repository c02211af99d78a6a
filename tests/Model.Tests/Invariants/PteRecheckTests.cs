namespace PhyrActors.Model.Tests;

public sealed class PteRecheckTests
{
    private static readonly PteRun[] s_entries =
    [
        new(new VirtAddr(0x7f00_0000_0000), new Pfn(0x100), 16, PteFlags.Present | PteFlags.Writable),
        new(new VirtAddr(0x7f00_0001_0000), new Pfn(0x200), 16, PteFlags.Present | PteFlags.Writable),
    ];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Entries_that_are_as_they_were_may_be_kept(int unchanged)
    {
        Violation? violation = PteRecheck.OfBatch(7, s_entries, unchanged);

        Assert.Null(violation);
    }

    [Fact]
    public void The_first_entry_kept_although_it_changed_is_named()
    {
        Violation? violation = PteRecheck.OfBatch(7, s_entries, 1);

        Assert.Equal("I-22", violation?.Invariant);
        Assert.Contains($"pin 7 keeps {s_entries[1].Frame}", violation?.Text, StringComparison.Ordinal);
    }
}
