using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class CacheLineOverlapTests
{
    private const DmaAttributes Meant = DmaAttributes.IgnoreCacheLines;
    private readonly DmaCalls _calls = new();

    [Fact]
    public void Two_mappings_of_one_cache_line_are_found() =>
        Assert.Equal("DD21", _calls.Map().Map(DmaCalls.Start + 0x3F, 0x10).Broken);

    [Fact]
    public void The_next_cache_line_is_another() =>
        Assert.Empty(_calls.Map(lengthBytes: 0x40).Map(DmaCalls.Start + 0x40, 0x40).Broken);

    [Fact]
    public void A_mapping_that_is_gone_is_in_nobodys_way() => Assert.Empty(_calls.Map().Unmap().Map().Broken);

    [Fact]
    public void Devices_that_only_read_may_share() => Assert.Empty(
        _calls.Map(direction: DmaDirection.ToDevice).Map(direction: DmaDirection.ToDevice, device: 2).Broken);

    [Fact]
    public void Who_syncs_himself_is_not_asked() =>
        Assert.Empty(_calls.Map().Map(attributes: DmaAttributes.SkipCpuSync, device: 2).Broken);

    [Fact]
    public void Both_must_say_that_it_is_meant()
    {
        Assert.Empty(new DmaCalls().Map(attributes: Meant).Map(attributes: Meant, device: 2).Broken);
        Assert.Equal("DD21", new DmaCalls().Map(attributes: Meant).Map(device: 2).Broken);
    }

    [Fact]
    public void The_ninth_mapping_of_one_cache_line_is_a_leak_even_if_meant()
    {
        for (int device = 0; device < 8; device++)
        {
            _calls.Map(attributes: Meant, device: device);
        }

        Assert.Empty(_calls.Broken);
        Assert.Equal("DD22", _calls.Map(attributes: Meant, device: 8).Broken);
    }
}
