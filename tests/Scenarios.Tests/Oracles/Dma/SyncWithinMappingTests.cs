using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class SyncWithinMappingTests
{
    private readonly DmaCalls _calls = new();

    [Theory]
    [InlineData(DmaDirection.Bidirectional, true)]
    [InlineData(DmaDirection.Bidirectional, false)]
    [InlineData(DmaDirection.ToDevice, true)]
    [InlineData(DmaDirection.FromDevice, false)]
    public void A_part_that_is_handed_over_the_way_it_was_mapped_is_right(DmaDirection direction, bool forDevice)
    {
        _calls.Map(direction: direction).Sync(DmaCalls.Start + 0xF00, direction: direction, forDevice: forDevice);

        Assert.Empty(_calls.Broken);
    }

    [Fact]
    public void Syncing_what_is_not_mapped_is_found() => Assert.Equal("DD13", _calls.Map().Unmap().Sync().Broken);

    [Fact]
    public void Syncing_behind_a_mapping_is_found() =>
        Assert.Equal("DD13", _calls.Map().Sync(DmaCalls.Start + 0x1000).Broken);

    [Fact]
    public void Syncing_past_the_end_is_found() =>
        Assert.Equal("DD14", _calls.Map().Sync(DmaCalls.Start + 0xF80).Broken);

    [Fact]
    public void Another_direction_is_found() => Assert.Equal(
        "DD15", _calls.Map(direction: DmaDirection.FromDevice).Sync(direction: DmaDirection.ToDevice).Broken);

    [Fact]
    public void Handing_the_cpu_what_the_device_only_reads_is_found() => Assert.Equal(
        "DD16", _calls.Map(direction: DmaDirection.ToDevice).Sync(direction: DmaDirection.ToDevice).Broken);

    [Fact]
    public void Handing_the_device_what_it_only_writes_is_found()
    {
        _calls.Map(direction: DmaDirection.FromDevice).Sync(direction: DmaDirection.FromDevice, forDevice: true);

        Assert.Equal("DD17", _calls.Broken);
    }

    [Fact]
    public void Another_entry_count_of_a_list_is_found()
    {
        _calls.MapList(
            new Phyr(new PhysAddr(DmaCalls.Start), 0x1000), new Phyr(new PhysAddr(DmaCalls.Start + 0x2000), 0x1000));

        Assert.Equal("DD18", _calls.Sync(entries: 1).Broken);
    }
}
