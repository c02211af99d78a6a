namespace PhyrActors.Host.Tests;

/// <summary>Soaks of a few worlds, as a user runs them.</summary>
public sealed class SoakCommandTests : IDisposable
{
    private readonly Session _session = new();

    private string Store => _session.PathOf("soak.db");

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_soak_runs_as_many_worlds_as_asked()
    {
        Outcome outcome = await SoakAsync("--seeds", "5", "--json");

        Assert.Equal(ExitCode.Ok, outcome.Code);
        Assert.Equal(5, outcome.Json.GetProperty("worlds").GetInt64());
        Assert.Equal("[[1,5]]", outcome.Json.GetProperty("seedsDone").GetRawText());
    }

    [Fact]
    public async Task The_number_of_workers_changes_no_count()
    {
        Outcome one = await SoakAsync("--seeds", "6", "--workers", "1", "--json");
        File.Delete(Store);

        Outcome three = await SoakAsync("--seeds", "6", "--workers", "3", "--json");

        Assert.Equal(Counts(one), Counts(three));
    }

    [Fact]
    public async Task A_world_of_a_soak_is_that_of_its_seed()
    {
        Outcome run = await Session.RunAsync("run", _session.Scenario, "--seed", "7", "--json");

        Outcome soak = await SoakAsync("--seed", "7", "--seeds", "1", "--json");

        Assert.Equal(
            run.Json.GetProperty("deliveries").GetRawText(), soak.Json.GetProperty("deliveries").GetRawText());
    }

    [Fact]
    public async Task Virtual_time_ends_a_soak()
    {
        Outcome outcome = await SoakAsync("--virtual", "5ms", "--json");

        Assert.Equal(ExitCode.Ok, outcome.Code);
        Assert.True(outcome.Json.GetProperty("virtualSeconds").GetDouble() >= 0.005);
    }

    [Fact]
    public async Task A_defect_is_found_and_the_soak_goes_on()
    {
        Outcome outcome = await SoakAsync("--seeds", "4", "--mutation", "M9", "--json");

        Assert.Equal(ExitCode.Violation, outcome.Code);
        Assert.Equal(4, outcome.Json.GetProperty("worlds").GetInt64());
        Assert.Equal(4, outcome.Json.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public async Task What_a_kernel_is_known_for_is_told_apart_from_news()
    {
        Outcome known = await SoakAsync(
            "--seeds", "20", "--kernel", "v6.12", "--set", "faults.\"iommu.queue-error\".probability=0.2");

        Assert.Equal(ExitCode.Violation, known.Code);
        Assert.Contains(
            "VIOLATION I-33\n  expected of v6.12: flush-result-ignored\n", known.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_has_a_trace_that_replays()
    {
        Outcome outcome = await SoakAsync("--seeds", "1", "--mutation", "M9", "--json");
        string trace = outcome.Json.GetProperty("findings")[0].GetProperty("trace").GetString()!;

        Outcome replay = await Session.RunAsync("replay", trace);

        Assert.Equal(ExitCode.Violation, replay.Code);
        Assert.Contains("reproduced", replay.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_scenario_beside_the_store_and_a_seed_give_a_finding_again()
    {
        await SoakAsync("--seeds", "1", "--mutation", "M9");
        string scenario = Path.Combine(Path.ChangeExtension(Store, ".findings"), "scenario.conf");

        Outcome again = await Session.RunAsync("run", scenario, "--seed", "1", "--mutation", "M9");

        Assert.Contains("VIOLATION I-1", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_soak_that_is_over_goes_on_when_it_is_given_more()
    {
        await SoakAsync("--seeds", "3");

        Outcome outcome = await SoakAsync("--seeds", "5", "--resume", "--json");

        Assert.Equal(5, outcome.Json.GetProperty("worlds").GetInt64());
        Assert.Equal(2, outcome.Json.GetProperty("sessions").GetInt32());
    }

    [Fact]
    public async Task An_interrupted_soak_reports_and_exits_with_130()
    {
        using CancellationTokenSource interruption = new(TimeSpan.FromSeconds(1));

        Outcome outcome = await Session.RunAsync(
            interruption.Token, "soak", _session.Scenario, "--store", Store, "--workers", "1");

        Assert.Equal(ExitCode.Interrupted, outcome.Code);
        Assert.Contains("Findings: none", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(": interrupted", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Threads_with_clocks_find_an_order_that_was_right_by_luck()
    {
        Outcome outcome = await SoakAsync("--parallel", "--clocks", "--seeds", "1", "--mutation", "M21", "--json");

        Assert.Equal("I-12", InvariantOf(outcome));
    }

    [Fact]
    public async Task A_recorded_run_on_threads_replays_step_by_step()
    {
        Outcome outcome = await SoakAsync("--parallel", "--record", "--seeds", "1", "--mutation", "M21", "--json");
        string trace = outcome.Json.GetProperty("findings")[0].GetProperty("trace").GetString()!;

        Outcome replay = await Session.RunAsync("replay", trace);

        Assert.Contains("reproduced", replay.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("faults.\"device.reset\".at=[300us]", "--seeds")]
    [InlineData("faults.\"device.reset\".at=[300us]", "--parallel", "--record", "--seeds")]
    [InlineData("faults.\"device.reset\".rate=2000", "--seeds")]
    [InlineData("faults={on=safe,swarm=4,until=1ms}", "--parallel", "--record", "--seeds")]
    public async Task A_finding_under_faults_that_time_decides_has_a_trace(string faults, params string[] how)
    {
        Outcome outcome = await SoakAsync([.. how, "1", "--mutation", "M21", "--set", faults, "--json"]);
        string trace = outcome.Json.GetProperty("findings")[0].GetProperty("trace").GetString()!;

        Outcome replay = await Session.RunAsync("replay", trace);

        Assert.Contains("reproduced", replay.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_recording_threads_say_that_there_is_no_trace()
    {
        Outcome outcome = await SoakAsync("--parallel", "--seeds", "1", "--mutation", "M10");

        Assert.Contains(
            "no trace: the same seed may run otherwise on threads", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_tells_what_the_soak_told()
    {
        Outcome soak = await SoakAsync("--seeds", "2", "--mutation", "M9");

        Outcome report = await Session.RunAsync("report", Store);

        Assert.Equal(ExitCode.Violation, report.Code);
        Assert.Equal(WithoutTimes(soak.Output), WithoutTimes(report.Output));
    }

    [Fact]
    public async Task A_page_needs_nothing_from_elsewhere()
    {
        await SoakAsync("--seeds", "2");
        string page = _session.PathOf("page.html");

        await Session.RunAsync("report", Store, "--html", page);

        string html = await File.ReadAllTextAsync(page);
        Assert.Contains("<polyline", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    private Task<Outcome> SoakAsync(params string[] options) =>
        Session.RunAsync(["soak", _session.Scenario, "--store", Store, .. options]);

    private static string InvariantOf(Outcome outcome) =>
        outcome.Json.GetProperty("findings")[0].GetProperty("finding").GetProperty("invariant").GetString()!;

    private static string Counts(Outcome outcome)
    {
        string[] names = ["worlds", "deliveries", "events", "checks", "distinctClasses", "seedsDone", "windows"];
        return string.Join(' ', names.Select(name => outcome.Json.GetProperty(name).GetRawText()));
    }

    /// <summary>What was measured a little later is another figure.</summary>
    private static string[] WithoutTimes(string text) =>
        [.. text.Split('\n').Where(line => !line.Contains(" s", StringComparison.Ordinal))];
}
