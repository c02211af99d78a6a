namespace PhyrActors.Runtime.Tests;

public sealed class UnknownKeysTests
{
    private static readonly Config Reference = ConfigurationFactory.ParseString(
        "iommu { mode = strict, page-sizes = [4KiB], batch-max = 64 }\ncosts { pin = 10us }\nlimits.steps = 5\nmap {}");

    [Theory]
    [InlineData("iommu.mode = lazy")]
    [InlineData("iommu { page-sizes = [], batch-max = 1 }, limits.steps = null")]
    [InlineData("costs { anything = 1, at.all = 2 }")]
    [InlineData("devices { nic0 { load { x = 1 } } }")]
    [InlineData("map {}")]
    public void What_the_reference_has_or_leaves_open_is_known(string text) =>
        Assert.Empty(UnknownKeys.Find(text, Reference, "costs", "devices.*.load"));

    [Theory]
    [InlineData("iomu.mode = lazy", "s:1:1: key 'iomu.mode': unknown, did you mean 'iommu.mode'?")]
    [InlineData("iommu {\n  mdoe = lazy\n}", "s:2:3: key 'iommu.mdoe': unknown, did you mean 'iommu.mode'?")]
    [InlineData("batch-max = 1", "s:1:1: key 'batch-max': unknown, did you mean 'iommu.batch-max'?")]
    [InlineData("something-else-entirely = 1", "s:1:1: key 'something-else-entirely': unknown")]
    [InlineData("limits.steps { x = 1 }", "s:1:16: key 'limits.steps.x': unknown, did you mean 'limits.steps'?")]
    [InlineData("devices { nic0 { speed = 1 } }", "s:1:18: key 'devices.nic0.speed': unknown")]
    [InlineData("empty-typo {}", "s:1:1: key 'empty-typo': unknown")]
    public void What_the_reference_lacks_is_told_with_the_nearest_key(string text, string message)
    {
        IReadOnlyList<UnknownKey> unknown =
            UnknownKeys.Find(ConfigurationFactory.ParseString(text, "s"), Reference, "costs", "devices.*.load");

        Assert.Equal(message, Assert.Single(unknown).ToString());
    }

    [Fact]
    public void Unknown_keys_come_in_source_order()
    {
        IReadOnlyList<UnknownKey> unknown = UnknownKeys.Find("z = 1, iommu.q = 2, a = 3", Reference);

        Assert.Equal(["z", "iommu.q", "a"], unknown.Select(key => key.Path));
    }
}
