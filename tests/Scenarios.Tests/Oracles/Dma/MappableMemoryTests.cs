using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class MappableMemoryTests
{
    [Theory]
    [InlineData(DmaCalls.Start, DmaAttributes.None, "")]
    [InlineData(0xF000_0000, DmaAttributes.Mmio, "")]
    [InlineData(0x1800, DmaAttributes.None, "DD9")]
    [InlineData(0x2000, DmaAttributes.None, "DD10")]
    [InlineData(0xF000_0000, DmaAttributes.None, "DD25")]
    [InlineData(DmaCalls.Start, DmaAttributes.Mmio, "DD26")]
    public void Memory_of_a_kind_that_may_not_be_mapped_so_is_found(
        ulong start, DmaAttributes attributes, string expected)
    {
        DmaCalls calls = new DmaCalls().Map(start, 0x80, attributes: attributes);

        Assert.Equal(expected, calls.Broken);
    }
}
