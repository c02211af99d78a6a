using System.Globalization;

namespace PhyrActors.Scenarios.Tests;

/// <summary>The old API, dma_map_phys and dma_map_sg, and the new one, dma_iova_*, on the same random work.</summary>
public sealed class DifferentialTests
{
    /// <summary>The environment variable PHYR_WORKLOADS says how many workloads; 400 otherwise.</summary>
    [Fact]
    [Trait("row", "D18")]
    public void A_device_reaches_the_same_by_the_old_api_and_by_the_new()
    {
        string? asked = Environment.GetEnvironmentVariable("PHYR_WORKLOADS");
        ulong workloads = asked is null ? 400 : ulong.Parse(asked, CultureInfo.InvariantCulture);
        for (ulong seed = 1; seed <= workloads; seed++)
        {
            IReadOnlyList<ulong> old = MappingScript.Run(seed, old: true);

            IReadOnlyList<ulong> renewed = MappingScript.Run(seed, old: false);

            Assert.Equal(17, old.Count);
            Assert.Equal(old, renewed);
        }
    }

    [Fact]
    public void Another_workload_reaches_something_else()
    {
        IReadOnlyList<ulong> one = MappingScript.Run(1, old: true);

        IReadOnlyList<ulong> other = MappingScript.Run(2, old: true);

        Assert.NotEqual(one, other);
    }
}
