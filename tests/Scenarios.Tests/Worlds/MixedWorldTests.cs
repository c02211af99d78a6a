using PhyrActors.Actors;
using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>config/mixed.conf: a converted driver and one that is not, in one domain.</summary>
public sealed class MixedWorldTests
{
    [Fact]
    [Trait("row", "R5")]
    public void An_old_driver_and_a_new_one_share_a_domain_and_nothing_is_found()
    {
        Scenario scenario = Mixed();

        CheckResult explored = Explored(scenario, 300);

        Assert.Null(explored.Finding);
        Assert.Equal(300, explored.Schedules);
        Assert.Empty(WorldRuns.Simulate(scenario).Findings);
    }

    [Theory]
    [InlineData("iommu.caching-mode = off", "iommu.mode = lazy")]
    [InlineData("iommu.mode = passthrough")]
    [InlineData("dma.backend = untrusted")]
    [InlineData("dma.api = sg", "dma.beside-api = iova")]
    [InlineData("iommu.units = 2")]
    [Trait("row", "R5")]
    public void So_they_do_where_the_domain_or_the_devices_are_others(params string[] overrides)
    {
        CheckResult explored = Explored(Mixed(overrides), 100);

        Assert.Null(explored.Finding);
    }

    [Fact]
    [Trait("row", "R5")]
    public void Each_device_reaches_the_same_as_if_both_drivers_were_old_or_both_new()
    {
        Witness mixed = Run(Mixed());

        Witness old = Run(Mixed("dma.api = sg"));
        Witness renewed = Run(Mixed("dma.beside-api = iova"));

        Assert.Equal(2, mixed.Reached.Count);
        Assert.All(mixed.Reached.Values, Assert.NotEmpty);
        Assert.Equal(mixed.Reached, old.Reached);
        Assert.Equal(mixed.Reached, renewed.Reached);
    }

    [Fact]
    [Trait("row", "R5")]
    public void Each_driver_keeps_to_its_own_calls()
    {
        Witness mixed = Run(Mixed());

        Witness old = Run(Mixed("dma.api = sg"));

        Assert.Equal(4, mixed.Called<IommuDomainProtocol.MapSg>());
        Assert.Equal(4, mixed.Called<IommuDomainProtocol.UnmapSg>());
        Assert.Equal(4, mixed.Called<IommuDomainProtocol.Link>());
        Assert.Equal(4, mixed.Called<IommuDomainProtocol.Destroy>());
        Assert.Equal(8, old.Called<IommuDomainProtocol.MapSg>());
        Assert.Equal(0, old.Called<IommuDomainProtocol.Link>());
    }

    [Theory]
    [InlineData("dma.beside-api = iova")]
    [InlineData("dma.api = sg")]
    [InlineData("dma.beside-api = sg")]
    public void An_unmap_without_its_invalidation_is_found_whoever_calls(string api)
    {
        CheckResult explored = Explored(Mixed(api), 300, Mutation.M1);

        Assert.NotNull(explored.Finding);
    }

    private static Scenario Mixed(params IReadOnlyList<string> overrides) =>
        ScenarioFiles.Named("mixed.conf", overrides);

    private static CheckResult Explored(Scenario scenario, int schedules, params Mutation[] mutations) => Explore.Check(
        new ScenarioProgram(scenario, MutationSet.Of(mutations)),
        new ExploreOptions
        {
            Schedules = schedules,
            StepsMax = scenario.Limits.StepsMax,
            PeriodicMax = scenario.Limits.PeriodicMax,
        });

    private static Witness Run(Scenario scenario)
    {
        Witness witness = new();
        using ControlledSystem system = new(
            "mixed",
            new ControlledSettings { Costs = new CostTable(scenario.Config, scenario.Seed), Observer = witness });
        ScenarioWorld.Build(system, scenario, MutationSet.None);
        system.Run();
        return witness;
    }

    /// <summary>What each device wrote, and what the domain was asked.</summary>
    private sealed class Witness : IStepObserver
    {
        private readonly List<object> _calls = [];

        /// <summary>By device, in pieces of 16 bytes, so that it does not matter how an access was cut.</summary>
        public SortedDictionary<int, SortedSet<ulong>> Reached { get; } = [];

        public int Called<TMessage>() => _calls.Count(static call => call is TMessage);

        public void OnStep(in StepView step)
        {
            if (step.ReceiverType == typeof(IommuDomain))
            {
                _calls.Add(step.Message);
            }
        }

        public void OnPublished(in StepView step, in Stamp stamp, object @event)
        {
            if (@event is not AccessLanded { Write: true } landed)
            {
                return;
            }

            if (!Reached.TryGetValue(landed.Requester, out SortedSet<ulong>? pieces))
            {
                Reached.Add(landed.Requester, pieces = []);
            }

            for (ulong at = 0; at < landed.LengthBytes; at += 16)
            {
                pieces.Add((landed.Phys + at).Value / 16);
            }
        }

        public void OnFailure(in StepView step, Exception cause) => throw new InvariantException(cause.Message);
    }
}
