namespace PhyrActors.Host.Tests;

public sealed class ExploreCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_search_without_a_finding_exits_with_0()
    {
        Outcome outcome = await Session.RunAsync("explore", _session.Scenario, "--schedules", "20");

        bool saysSo = outcome.Output.Contains("no violation", StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, true), (outcome.Code, saysSo));
    }

    [Fact]
    public async Task A_search_runs_as_many_schedules_as_it_may()
    {
        Outcome outcome = await Session.RunAsync("explore", _session.Scenario, "--schedules", "20", "--json");

        Assert.Equal(20, outcome.Json.GetProperty("schedules").GetInt64());
    }

    [Fact]
    public async Task A_defect_that_was_put_in_is_found()
    {
        Outcome outcome = await ExploreAsync("--mutation", "M9");

        Assert.Equal(ExitCode.Violation, outcome.Code);
    }

    [Fact]
    public async Task The_last_line_replays_the_finding()
    {
        Outcome outcome = await ExploreAsync("--mutation", "M9");

        Outcome replayed = await Session.RunAsync(outcome.LastLine.Split(" #")[0].Split(' ')[1..]);

        Assert.Contains("reproduced at step", replayed.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_the_trace_is_left_behind()
    {
        string trace = await _session.FindAsync();

        string[] files = Directory.GetFiles(Path.GetDirectoryName(trace)!);

        Assert.Equal([trace, _session.Scenario], files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_worker_and_three_find_the_same()
    {
        Outcome one = await ExploreAsync("--mutation", "M9", "--json", "--workers", "1");

        Outcome three = await ExploreAsync("--mutation", "M9", "--json", "--workers", "3");

        Assert.Equal(HashOf(one), HashOf(three));
    }

    [Fact]
    public async Task A_search_that_keeps_going_counts_its_findings()
    {
        Outcome outcome = await ExploreAsync("--mutation", "M9", "--json", "--keep-going");

        Assert.True(outcome.Json.GetProperty("violations").GetInt64() > 1);
    }

    [Fact]
    public async Task A_promised_race_window_that_no_schedule_opens_exits_with_1()
    {
        Outcome outcome = await ExploreAsync(
            "--set", "fork.rate=0", "--set", "sometimes=[\"fork between two pin batches\"]");

        Assert.Equal(ExitCode.Violation, outcome.Code);
    }

    [Fact]
    public async Task An_interrupted_search_exits_with_130()
    {
        using CancellationTokenSource interruption = new();
        await interruption.CancelAsync();

        Outcome outcome = await Session.RunAsync(
            interruption.Token, "explore", _session.Scenario, "--schedules", "1000000");

        Assert.Equal(
            (ExitCode.Interrupted, true), (outcome.Code, outcome.Output.Contains("stopped", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_search_ends_when_its_time_is_up()
    {
        Outcome outcome = await Session.RunAsync("explore", _session.Scenario, "--time", "1ms", "--json");

        Assert.Equal((ExitCode.Ok, false), (outcome.Code, outcome.Json.GetProperty("complete").GetBoolean()));
    }

    private static string HashOf(Outcome outcome) => outcome.Json.GetProperty("hash").GetString()!;

    private Task<Outcome> ExploreAsync(params string[] options) => Session.RunAsync(
    [
        "explore", _session.Scenario, "--schedules", "64", "--out", _session.PathOf("found.phyrtrace"), .. options,
    ]);
}
