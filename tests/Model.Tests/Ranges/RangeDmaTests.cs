using System.Reflection;

namespace PhyrActors.Model.Tests;

public sealed class RangeDmaTests
{
    [Fact]
    [Trait("row", "T13")]
    public void No_address_or_range_converts_into_another()
    {
        Type[] types =
        [
            typeof(VirtAddr), typeof(PhysAddr), typeof(BusAddr), typeof(Iova), typeof(Pfn),
            typeof(Phyr), typeof(DmaRange), typeof(RangeCpu), typeof(RangeDma),
        ];

        IEnumerable<string> conversions = types
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Select(method => method.Name)
            .Where(name => name is "op_Implicit" or "op_Explicit");

        Assert.Empty(conversions);
    }

    [Fact]
    public void A_bus_address_and_an_iova_of_one_value_are_different_places()
    {
        DmaRange translated = new(new Iova(0x1000), 0x1000);
        DmaRange onBus = new(new BusAddr(0x1000), 0x1000);

        Assert.NotEqual(translated, onBus);
    }

    [Fact]
    public void A_bus_range_has_no_iova() =>
        Assert.Throws<InvalidOperationException>(() => new DmaRange(new BusAddr(0x1000), 1).Iova);

    [Fact]
    public void A_translated_range_has_no_bus_address() =>
        Assert.Throws<InvalidOperationException>(() => new DmaRange(new Iova(0x1000), 1).BusAddr);

    [Fact]
    public void The_length_of_a_range_is_the_sum_of_its_entries()
    {
        RangeDma range = new(new DmaRange(new Iova(0x1000), 0x10), new DmaRange(new BusAddr(0x9000), 0x20));

        Assert.Equal(0x30UL, range.LengthBytes);
    }

    [Fact]
    public void A_range_without_entries_is_refused() => Assert.Throws<ArgumentException>(() => new RangeDma());
}
