using PhyrActors.Scenarios;

namespace PhyrActors.Host.Tests;

public sealed class ScenarioStoreTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Defaults_are_there_without_any_file_of_defaults()
    {
        string path = _session.Write("bare.conf", "seed = 5");

        Scenario scenario = ScenarioStore.Load(path, []);

        Assert.Equal(100L << 30, scenario.Config.GetByteSize("memory.process"));
    }

    [Fact]
    public void An_included_file_is_looked_for_beside_its_includer()
    {
        _session.Write("inner/reference.conf", "seed = 41");
        string path = _session.Write("inner/outer.conf", "include \"reference.conf\"");

        Scenario scenario = ScenarioStore.Load(path, []);

        Assert.Equal(41UL, scenario.Seed);
    }

    [Fact]
    public void The_environment_beats_the_file()
    {
        Environment.SetEnvironmentVariable("PHYR_TEST_SEED", "17");
        string path = _session.Write("seeded.conf", "seed = 3\nseed = ${?PHYR_TEST_SEED}");

        Scenario scenario = ScenarioStore.Load(path, []);

        Assert.Equal(17UL, scenario.Seed);
    }

    [Fact]
    public void An_override_beats_the_environment()
    {
        Environment.SetEnvironmentVariable("PHYR_TEST_SEED", "17");
        string path = _session.Write("seeded.conf", "seed = 3\nseed = ${?PHYR_TEST_SEED}");

        Scenario scenario = ScenarioStore.Load(path, ["seed = 23"]);

        Assert.Equal(23UL, scenario.Seed);
    }

    [Fact]
    public void A_resolved_scenario_read_again_is_the_same_scenario()
    {
        string text = ScenarioStore.Load(_session.Scenario, []).Config.ToString();

        Scenario again = ScenarioStore.Parse(text, "trace");

        Assert.Equal(text, again.Config.ToString());
    }
}
