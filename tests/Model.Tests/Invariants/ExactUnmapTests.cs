namespace PhyrActors.Model.Tests;

public sealed class ExactUnmapTests
{
    [Theory]
    [InlineData(0x1000UL, true)]
    [InlineData(0x2000UL, false)]
    [InlineData(0x20_0000UL, true)]
    public void An_unmap_that_removes_less_or_more_is_found(ulong unmappedBytes, bool isFound)
    {
        Violation? violation = ExactUnmap.OfUnmap(1, new IovaRange(new Iova(0x10000), 0x2000), unmappedBytes);

        Assert.Equal(isFound ? "I-10" : null, violation?.Invariant);
    }
}
