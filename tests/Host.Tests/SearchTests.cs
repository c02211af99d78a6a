namespace PhyrActors.Host.Tests;

/// <summary>Strategies, checkpoints and statistics of <c>phyr explore</c>.</summary>
public sealed class SearchTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("portfolio")]
    [InlineData("random")]
    [InlineData("pct")]
    [InlineData("pctcp")]
    [InlineData("pos")]
    [InlineData("surw")]
    [InlineData("feedback")]
    [InlineData("dfs")]
    public async Task Every_strategy_runs_the_scenario_without_a_finding(string strategy)
    {
        Outcome outcome = await ExploreAsync("--strategy", strategy, "--schedules", "80");

        Assert.Equal((ExitCode.Ok, strategy), (outcome.Code, outcome.Json.GetProperty("strategy").GetString()));
    }

    [Fact]
    public async Task Any_number_of_workers_sees_the_same_classes()
    {
        string toy = _session.Write("toy.conf", "yardstick = rr, clients = 3, rounds = 2");
        List<(long, long, string?)> seen = [];

        foreach (string workers in (string[])["1", "2", "4"])
        {
            Outcome outcome = await Session.RunAsync(
                "explore", toy, "--strategy", "dpor", "--workers", workers, "--json");
            seen.Add((
                outcome.Json.GetProperty("classes").GetInt64(),
                outcome.Json.GetProperty("redundant").GetInt64() + outcome.Json.GetProperty("blocked").GetInt64(),
                outcome.Json.GetProperty("classSet").GetString()));
        }

        Assert.Equal((90L, 0L, seen[0].Item3), Assert.Single(seen.Distinct()));
    }

    [Fact]
    public async Task A_pair_of_messages_is_varied_alone()
    {
        Outcome outcome = await ExploreAsync("--pair", "fork,destroy", "--schedules", "80");

        Assert.Equal("portfolio(Fork,Destroy)", outcome.Json.GetProperty("strategy").GetString());
    }

    [Fact]
    public async Task The_report_tells_where_races_are()
    {
        Outcome outcome = await ExploreAsync("--schedules", "80");

        Assert.True(outcome.Json.GetProperty("races").GetInt64() > 0);
        Assert.NotEmpty(outcome.Json.GetProperty("orders").EnumerateArray());
        Assert.InRange(outcome.Json.GetProperty("unseenShare").GetDouble(), 0.1, 1);
    }

    [Fact]
    public async Task A_search_that_goes_on_from_its_checkpoint_ends_like_one_that_ran_through()
    {
        string checkpoint = _session.PathOf("search.phyrckpt");
        Outcome whole = await ExploreAsync("--schedules", "200");
        await ExploreAsync("--schedules", "100", "--checkpoint", checkpoint);

        Outcome resumed = await ExploreAsync("--schedules", "200", "--resume", checkpoint);

        Assert.Equal(Essence(whole), Essence(resumed));
        Assert.Equal([checkpoint, _session.Scenario], Files());
    }

    [Fact]
    public async Task A_checkpoint_of_another_scenario_is_refused()
    {
        string checkpoint = _session.PathOf("search.phyrckpt");
        await ExploreAsync("--schedules", "64", "--checkpoint", checkpoint);

        Outcome outcome = await ExploreAsync("--resume", checkpoint, "--set", "load.contexts=1");

        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.Contains(
            "cannot go on from this checkpoint: its scenario is another one", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_refused()
    {
        string checkpoint = _session.PathOf("search.phyrckpt");
        await ExploreAsync("--schedules", "64", "--checkpoint", checkpoint);
        byte[] bytes = await File.ReadAllBytesAsync(checkpoint);
        await File.WriteAllBytesAsync(checkpoint, bytes[..^1]);

        Outcome outcome = await ExploreAsync("--resume", checkpoint);

        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.Contains("The checkpoint file is cut short", outcome.Error, StringComparison.Ordinal);
    }

    private static string Essence(Outcome outcome) => string.Join(
        ' ',
        outcome.Json.EnumerateObject()
            .Where(static field => field.Name is not ("wallSeconds" or "cpuSeconds" or "peakRssBytes"))
            .Select(static field => field.Value.GetRawText()));

    private IEnumerable<string> Files() =>
        Directory.GetFiles(Path.GetDirectoryName(_session.Scenario)!).Order(StringComparer.Ordinal);

    private Task<Outcome> ExploreAsync(params string[] options) =>
        Session.RunAsync(["explore", _session.Scenario, "--json", .. options]);
}
