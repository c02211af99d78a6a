using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class UnmapAsMappedTests
{
    private readonly DmaCalls _calls = new();

    [Fact]
    public void What_is_unmapped_as_it_was_mapped_is_right() =>
        Assert.Empty(_calls.Map().Unmap().Map().Unmap().Broken);

    [Fact]
    public void Unmapping_an_error_is_found() => Assert.Equal("DD1", _calls.Unmap(UnmapAsMapped.MappingError).Broken);

    [Fact]
    public void Unmapping_twice_is_found() => Assert.Equal("DD2", _calls.Map().Unmap().Unmap().Broken);

    [Fact]
    public void Unmapping_for_another_device_is_found() => Assert.Equal("DD2", _calls.Map().Unmap(device: 2).Broken);

    [Fact]
    public void Unmapping_from_the_middle_is_found() =>
        Assert.Equal("DD2", _calls.Map().Unmap(DmaCalls.Start + 0x10).Broken);

    [Fact]
    public void Another_length_is_found() => Assert.Equal("DD3", _calls.Map().Unmap(lengthBytes: 0x800).Broken);

    [Fact]
    public void Another_function_is_found() => Assert.Equal("DD4", _calls.Map().Unmap(type: DmaMapType.Sg).Broken);

    [Fact]
    public void Another_cpu_address_of_coherent_memory_is_found() => Assert.Equal(
        "DD5",
        _calls.Map(type: DmaMapType.Coherent).Unmap(type: DmaMapType.Coherent, cpu: DmaCalls.Start + 1).Broken);

    [Fact]
    public void Another_entry_count_of_a_list_is_found()
    {
        Phyr[] phyrs = [Page(0), Page(2), Page(4)];

        _calls.MapList(phyrs).Unmap(phyrs[0].Start.Value, 0x3000, type: DmaMapType.Sg, entries: 2);

        Assert.Equal("DD6", _calls.Broken);
    }

    [Fact]
    public void Another_direction_is_found() =>
        Assert.Equal("DD7", _calls.Map().Unmap(direction: DmaDirection.ToDevice).Broken);

    [Fact]
    public void Of_two_mappings_at_one_address_the_one_that_fits_is_meant()
    {
        const DmaDirection reads = DmaDirection.ToDevice;

        _calls.Map(direction: reads).Map(lengthBytes: 0x2000, direction: reads);
        _calls.Unmap(lengthBytes: 0x2000, direction: reads).Unmap(direction: reads);

        Assert.Empty(_calls.Broken);
    }

    private static Phyr Page(ulong index) => new(new PhysAddr(DmaCalls.Start + (index * 0x1000)), 0x1000);
}
