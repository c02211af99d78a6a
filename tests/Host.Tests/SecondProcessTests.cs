using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host.Tests;

public sealed class SecondProcessTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("portfolio", null)]
    [InlineData("dpor", null)]
    [InlineData("pos", "Fork,Destroy")]
    public async Task A_second_process_runs_the_same_schedules(string strategy, string? pair)
    {
        SecondProcess second = new(Load(), MutationNames.Parse(["M9"]), strategy, pair);

        string? complaint = await second.CompareAsync(CancellationToken.None);

        Assert.Null(complaint);
    }

    [Fact]
    public void Runs_that_differ_between_processes_are_told_with_both_hashes()
    {
        string? complaint = SampledRuns.Difference(["0 aa bb", "4 cc dd"], ["0 aa bb", "4 ce dd"]);

        Assert.Equal(
            "not deterministic: a schedule ran (number, hash, class) as '4 cc dd' here and as '4 ce dd' in a second "
            + "process",
            complaint);
    }

    [Fact]
    public void A_run_that_only_one_process_made_is_a_difference() =>
        Assert.NotNull(SampledRuns.Difference(["0 aa bb"], []));

    [Fact]
    public void Another_seed_gives_other_runs()
    {
        IReadOnlyList<string> one = SampledRuns.Of(Load("seed = 1"), MutationSet.None, "pos", pair: null);

        IReadOnlyList<string> two = SampledRuns.Of(Load("seed = 2"), MutationSet.None, "pos", pair: null);

        Assert.NotNull(SampledRuns.Difference(one, two));
    }

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task A_long_search_ends_well_with_and_without_a_second_process(string repeated)
    {
        string toy = _session.Write("toy.conf", "yardstick = rr, clients = 2, rounds = 1");

        Outcome outcome = await Session.RunAsync(
            "explore", toy, "--set", $"explore.second-process = {repeated}", "--strategy", "random");

        Assert.Equal((ExitCode.Ok, string.Empty), (outcome.Code, outcome.Error));
    }

    [Theory]
    [InlineData(6, 6, true)]
    [InlineData(4, 2, false)]
    public async Task A_search_of_every_class_says_at_the_start_when_there_are_too_many(
        int clients, int rounds, bool isTold)
    {
        string toy = _session.Write("toy.conf", $"yardstick = rr, clients = {clients}, rounds = {rounds}");

        Outcome outcome = await Session.RunAsync("explore", toy, "--strategy", "dpor", "--schedules", "300");

        Assert.Equal(isTold, outcome.Error.Contains("too many to see all", StringComparison.Ordinal));
    }

    private Scenario Load(params string[] overrides) => ScenarioStore.Load(_session.Scenario, overrides);
}
