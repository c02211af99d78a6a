using System.Text.Json;

namespace PhyrActors.Host.Tests;

public sealed class FaultsCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Every_site_has_a_line_with_its_occasions()
    {
        Outcome outcome = await Session.RunAsync("faults", _session.Scenario, "--json");

        JsonElement site = SiteOf(outcome, "iova.node");
        Assert.Equal(ExitCode.Ok, outcome.Code);
        Assert.True(site.GetProperty("occasions").GetInt64() > 0);
        Assert.Equal(0, site.GetProperty("struck").GetInt64());
    }

    [Fact]
    public async Task A_sweep_of_the_model_as_it_is_differs_nowhere()
    {
        Outcome outcome = await Session.RunAsync("faults", _session.Scenario, "--nth", "--pairs", "20", "--json");

        Assert.Equal(ExitCode.Ok, outcome.Code);
        Assert.Equal(0, outcome.Json.GetProperty("differences").GetInt64());
        Assert.Equal(20, outcome.Json.GetProperty("pairs").GetInt64());
        Assert.True(SiteOf(outcome, "pin.failed").GetProperty("exhausted").GetBoolean());
        Assert.Equal("known-unsafe", SiteOf(outcome, "iommu.wait-lost").GetProperty("documented").GetString());
    }

    [Fact]
    public async Task A_difference_is_told_saved_and_replayed()
    {
        string trace = _session.PathOf("difference.phyrtrace");

        Outcome outcome = await Session.RunAsync(
            "faults", _session.Scenario, "--nth", "--pairs", "0", "--mutation", "B21", "--out", trace);
        Outcome replayed = await Session.RunAsync("replay", trace);

        Assert.Equal(ExitCode.Violation, outcome.Code);
        Assert.Contains("DIFFERENCE with iommu.queue-error #", outcome.Output, StringComparison.Ordinal);
        Assert.Equal($"phyr replay {trace}", outcome.LastLine);
        Assert.Equal(ExitCode.Violation, replayed.Code);
    }

    [Fact]
    public async Task Time_that_is_up_ends_a_sweep_with_what_there_is()
    {
        Outcome outcome = await Session.RunAsync("faults", _session.Scenario, "--nth", "--time", "1ms", "--json");

        Assert.Equal(ExitCode.Ok, outcome.Code);
        Assert.False(outcome.Json.GetProperty("over").GetBoolean());
    }

    [Fact]
    public async Task A_run_tells_what_was_made_to_fail()
    {
        string[] run = ["run", _session.Scenario, "--set", "faults.\"device.slow\".nth=1"];

        Outcome text = await Session.RunAsync(run);
        Outcome json = await Session.RunAsync([.. run, "--json"]);

        JsonElement fault = Assert.Single(json.Json.GetProperty("faults").EnumerateArray());
        Assert.Contains("device.slow", text.Output, StringComparison.Ordinal);
        Assert.Equal("DmaEngine", fault.GetProperty("actor").GetString());
        Assert.Equal(1, fault.GetProperty("count").GetInt64());
    }

    private static JsonElement SiteOf(Outcome outcome, string name) => outcome.Json.GetProperty("sites")
        .EnumerateArray().Single(site => site.GetProperty("site").GetString() == name);
}
