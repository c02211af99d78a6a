using System.Text.Json;

namespace PhyrActors.Host.Tests;

public sealed class RunCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_clean_run_exits_with_0()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario);

        Assert.Equal(ExitCode.Ok, outcome.Code);
    }

    [Fact]
    public async Task A_clean_run_says_last_that_nothing_was_found()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario);

        Assert.Equal("Findings: none", outcome.LastLine);
    }

    [Fact]
    public async Task A_short_run_leaves_stderr_alone()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario);

        Assert.Empty(outcome.Error);
    }

    [Theory]
    [InlineData("scenario", JsonValueKind.String)]
    [InlineData("seed", JsonValueKind.Number)]
    [InlineData("findings", JsonValueKind.Array)]
    [InlineData("pinnedBytes", JsonValueKind.Number)]
    [InlineData("folios", JsonValueKind.Number)]
    [InlineData("chunks", JsonValueKind.Number)]
    [InlineData("bytesPerGiB", JsonValueKind.Object)]
    [InlineData("links", JsonValueKind.Number)]
    [InlineData("syncRequests", JsonValueKind.Number)]
    [InlineData("syncBatches", JsonValueKind.Number)]
    [InlineData("rangesPerBatch", JsonValueKind.Number)]
    [InlineData("mapSide", JsonValueKind.Object)]
    [InlineData("unmapSide", JsonValueKind.Object)]
    [InlineData("invalidations", JsonValueKind.Number)]
    [InlineData("pageAtATimeInvalidations", JsonValueKind.Number)]
    [InlineData("accesses", JsonValueKind.Number)]
    [InlineData("walks", JsonValueKind.Number)]
    [InlineData("iotlbHitRate", JsonValueKind.Number)]
    [InlineData("forks", JsonValueKind.Number)]
    [InlineData("cowCopies", JsonValueKind.Number)]
    [InlineData("migrationsRefused", JsonValueKind.Number)]
    [InlineData("deliveries", JsonValueKind.Number)]
    [InlineData("deliveriesByActor", JsonValueKind.Object)]
    [InlineData("events", JsonValueKind.Number)]
    [InlineData("invariantChecks", JsonValueKind.Number)]
    [InlineData("sometimes", JsonValueKind.Object)]
    [InlineData("virtualSeconds", JsonValueKind.Number)]
    [InlineData("wallSeconds", JsonValueKind.Number)]
    [InlineData("cpuSeconds", JsonValueKind.Number)]
    [InlineData("peakRssBytes", JsonValueKind.Number)]
    [InlineData("hash", JsonValueKind.String)]
    public async Task The_JSON_summary_has_each_promised_field(string field, JsonValueKind kind)
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--json");

        Assert.Equal(kind, outcome.Json.GetProperty(field).ValueKind);
    }

    [Theory]
    [InlineData("scatterlist")]
    [InlineData("bioVec")]
    [InlineData("phyr")]
    [InlineData("packed")]
    [InlineData("compressed")]
    public async Task The_JSON_summary_has_each_format(string format)
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--json");

        Assert.True(outcome.Json.GetProperty("bytesPerGiB").GetProperty(format).GetDouble() > 0);
    }

    [Fact]
    public async Task Everything_that_the_process_has_was_pinned()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--json");

        Assert.Equal(4L << 20, outcome.Json.GetProperty("pinnedBytes").GetInt64());
    }

    [Fact]
    public async Task Deliveries_by_actor_add_up()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--json");

        long sum = outcome.Json.GetProperty("deliveriesByActor").EnumerateObject().Sum(row => row.Value.GetInt64());
        Assert.Equal(outcome.Json.GetProperty("deliveries").GetInt64(), sum);
    }

    [Fact]
    public async Task Two_runs_of_one_seed_have_one_hash()
    {
        string first = await HashAsync("--seed", "7");

        string second = await HashAsync("--seed", "7");

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Another_seed_has_another_hash()
    {
        string first = await HashAsync("--seed", "7");

        string second = await HashAsync("--seed", "8");

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_second_process_gives_the_same_hash()
    {
        string here = await HashAsync("--seed", "7");

        Outcome there = await Session.StartAsync("run", _session.Scenario, "--json", "--seed", "7");

        Assert.Equal(here, there.Json.GetProperty("hash").GetString());
    }

    [Fact]
    public async Task The_hash_is_16_hexadecimal_digits()
    {
        string hash = await HashAsync();

        Assert.Matches("^[0-9a-f]{16}$", hash);
    }

    [Fact]
    public async Task A_defect_that_was_put_in_is_found_and_exits_with_1()
    {
        Outcome outcome = await FindAsync("--mutation", "M9");

        Assert.Equal(ExitCode.Violation, outcome.Code);
    }

    [Fact]
    public async Task A_run_that_finds_something_says_last_how_to_see_it_again()
    {
        string trace = _session.PathOf("found.phyrtrace");
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--mutation", "M9", "--out", trace);

        Outcome replay = await Session.RunAsync("replay", trace);

        Assert.Equal($"phyr replay {trace} # seed 1", outcome.LastLine);
        Assert.Contains("reproduced at step", replay.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_on_threads_says_what_would_keep_its_trace()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--parallel", "--mutation", "M10");

        Assert.StartsWith(
            "seed 1, no trace: the same seed may run otherwise", outcome.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_is_not_saved_where_nothing_can_be()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--out", "no/such/folder/found.phyrtrace");

        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.Contains("--out: there is no directory 'no/such/folder'", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invariant")]
    [InlineData("text")]
    [InlineData("step")]
    [InlineData("actor")]
    [InlineData("message")]
    [InlineData("missingEdge")]
    public async Task A_finding_in_JSON_has_each_promised_field(string field)
    {
        Outcome outcome = await FindAsync("--mutation", "M9,M21", "--json");

        Assert.True(outcome.Json.GetProperty("findings")[0].TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Mutations_are_listed_with_commas_or_repeated()
    {
        Outcome listed = await FindAsync("--json", "--mutation", "m9,M21");

        Outcome repeated = await FindAsync("--json", "--mutation", "M9", "--mutation", "M21");

        Assert.Equal(HashOf(listed), HashOf(repeated));
    }

    [Fact]
    public async Task A_promised_race_window_that_never_opens_exits_with_1()
    {
        Outcome outcome = await Session.RunAsync(
            "run", _session.Scenario, "--set", "fork.rate=0", "--set", "sometimes=[\"fork between two pin batches\"]");

        Assert.Equal(ExitCode.Violation, outcome.Code);
    }

    [Fact]
    public async Task A_run_that_does_not_end_within_its_steps_is_a_finding()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--json", "--set", "limits.steps=50");

        Assert.Equal("no-progress", outcome.Json.GetProperty("findings")[0].GetProperty("invariant").GetString());
    }

    [Fact]
    public async Task An_interrupted_run_says_how_far_it_came_and_exits_with_130()
    {
        using CancellationTokenSource interruption = new();
        await interruption.CancelAsync();

        Outcome outcome = await Session.RunAsync(interruption.Token, "run", _session.Scenario);

        Assert.Equal((ExitCode.Interrupted, "small, seed 1: interrupted, so far"), (outcome.Code, FirstLine(outcome)));
    }

    [Fact]
    public async Task A_parallel_run_ends_with_every_count_at_zero()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--parallel", "--json");

        Assert.Equal((ExitCode.Ok, 0), (outcome.Code, outcome.Json.GetProperty("pinnedBytesAtEnd").GetInt64()));
    }

    [Fact]
    public async Task A_parallel_run_has_no_hash()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--parallel", "--json");

        Assert.Equal(JsonValueKind.Null, outcome.Json.GetProperty("hash").ValueKind);
    }

    [Fact]
    public async Task A_parallel_run_finds_what_needs_no_clock()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--parallel", "--mutation", "M10");

        Assert.Equal(ExitCode.Violation, outcome.Code);
    }

    [Fact]
    public async Task An_interrupted_parallel_run_exits_with_130()
    {
        using CancellationTokenSource interruption = new();
        await interruption.CancelAsync();

        Outcome outcome = await Session.RunAsync(interruption.Token, "run", _session.Scenario, "--parallel");

        Assert.Equal((ExitCode.Interrupted, "small, seed 1: interrupted, so far"), (outcome.Code, FirstLine(outcome)));
    }

    /// <summary>A run that finds something and saves it in the session's folder.</summary>
    private Task<Outcome> FindAsync(params string[] options) =>
        Session.RunAsync(["run", _session.Scenario, "--out", _session.PathOf("found.phyrtrace"), .. options]);

    private static string FirstLine(Outcome outcome) => outcome.Output.Split('\n')[0];

    private static string HashOf(Outcome outcome) => outcome.Json.GetProperty("hash").GetString()!;

    [Fact]
    public async Task Samples_show_what_is_held_at_each_interval_and_at_the_end()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--json", "--sample", "0.25ms");

        JsonElement[] samples = [.. outcome.Json.GetProperty("samples").EnumerateArray()];
        Assert.InRange(samples.Length, 5, 6);
        Assert.Equal(0.00025, samples[0].GetProperty("virtualSeconds").GetDouble(), 6);
        Assert.Equal(0, samples[^1].GetProperty("pinnedBytes").GetInt64());
        Assert.All(samples, sample => Assert.True(sample.GetProperty("managedBytes").GetInt64() > 0));
    }

    [Fact]
    public async Task A_sample_is_a_line_of_the_text()
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, "--sample", "10d");

        Assert.Contains("Held over time", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("managed memory", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_do_not_change_the_run()
    {
        string plain = await HashAsync();

        string sampled = await HashAsync("--sample", "100ms");

        Assert.Equal(plain, sampled);
    }

    [Fact]
    [Trait("row", "G10")]
    public async Task Days_of_regions_that_come_and_go_leave_memory_level()
    {
        string[] small =
        [
            "--set", "memory.machine=2GiB", "--set", "memory.process=1GiB", "--set", "load.region=64MiB",
            "--set", "load.churn=7.2338e-5", "--set", "load.duration=10d",
        ];

        Outcome outcome = await Session.StartAsync(
            ["run", Path.Combine(Session.Config, "year.conf"), .. small, "--sample", "1d", "--json"]);

        long[] bytes =
        [
            .. outcome.Json.GetProperty("samples").EnumerateArray()
                .Select(static sample => sample.GetProperty("managedBytes").GetInt64()),
        ];
        Assert.Equal(11, bytes.Length);
        Assert.InRange((double)bytes[9] / bytes[1], 0.95, 1.05);
    }

    private async Task<string> HashAsync(params string[] options) =>
        HashOf(await Session.RunAsync(["run", _session.Scenario, "--json", .. options]));
}