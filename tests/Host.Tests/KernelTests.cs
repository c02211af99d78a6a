namespace PhyrActors.Host.Tests;

/// <summary>Findings that a kernel's list expects, and those that are news.</summary>
public sealed class KernelTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Findings_on_the_list_are_counted_and_do_not_end_the_search()
    {
        Outcome outcome = await ExploreAsync("--kernel", "v6.16", "--json");

        Assert.Equal((ExitCode.Violation, 300), (outcome.Code, outcome.Json.GetProperty("schedules").GetInt32()));
        Assert.Empty(outcome.Json.GetProperty("news").EnumerateArray());
        Assert.Equal("v6.16", outcome.Json.GetProperty("kernel").GetString());
    }

    [Fact]
    public async Task Each_expected_finding_names_its_quirk()
    {
        Outcome outcome = await ExploreAsync("--kernel", "v7.0", "--json");

        string[] found =
        [
            .. outcome.Json.GetProperty("findings").EnumerateArray().Select(static one =>
                $"{one.GetProperty("invariant")} {one.GetProperty("expectedOf")[0]}"),
        ];
        Assert.Equal(["I-33 flush-result-ignored", "I-7 destroy-frees-mapped-length"], found);
    }

    [Fact]
    public async Task A_finding_that_is_not_on_the_list_ends_the_search_and_is_told()
    {
        Outcome outcome = await ExploreAsync("--kernel", "v6.16", "--mutation", "M21");

        Assert.Contains("VIOLATION I-12\n  NEWS: not on the list of v6.16", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulated_run_tells_what_is_known()
    {
        Outcome outcome = await Session.RunAsync(
            "run", _session.Scenario, "--kernel", "v6.16", "--set", "dma.backend=untrusted", "--set", "dma.offset=16");

        Assert.Contains("expected of v6.16: slot-freed-before-entry", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_of_a_kernel_is_replayed_with_that_kernel()
    {
        await ExploreAsync("--kernel", "v6.16");

        Outcome replayed = await Session.RunAsync("replay", _session.PathOf("found.phyrtrace"));

        Assert.Contains("reproduced at step", replayed.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_without_quirks_has_no_list()
    {
        Outcome outcome = await ExploreAsync("--mutation", "M21");

        Assert.DoesNotContain("NEWS", outcome.Output, StringComparison.Ordinal);
    }

    private Task<Outcome> ExploreAsync(params string[] options) => Session.RunAsync(
    [
        "explore", _session.Scenario, "--set", "iommu.queue-errors=on", "--set", "iommu.map-errors=on",
        "--schedules", "300", "--out", _session.PathOf("found.phyrtrace"), .. options,
    ]);
}
