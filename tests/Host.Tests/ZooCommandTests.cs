using System.Text.Json;
using PhyrActors.Scenarios;

namespace PhyrActors.Host.Tests;

/// <summary><c>phyr zoo</c> over the entries and scenarios of the repository.</summary>
public sealed class ZooCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Every_entry_that_a_search_can_find_is_found_by_the_portfolio()
    {
        Outcome outcome = await RunAsync("--strategy", "portfolio", "--seeds", "1", "--json");

        IReadOnlyList<JsonElement> cells = CellsOf(outcome);
        string?[] missed = [.. cells.Where(cell => cell.GetProperty("found").GetInt32() == 0).Select(IdOf)];
        Assert.Empty(missed);
        Assert.Equal(Zoo.Entries.Where(entry => entry.IsSearched).Select(entry => entry.Id), cells.Select(IdOf));
        Assert.Equal(ExitCode.Ok, outcome.Code);
    }

    [Fact]
    public async Task Each_entry_and_strategy_is_one_object()
    {
        Outcome outcome = await RunAsync("--entry", "M9", "--strategy", "pos", "--strategy", "random", "--json");

        JsonElement cell = CellsOf(outcome)[0];
        Assert.Equal(2, CellsOf(outcome).Count);
        Assert.Equal(("M9", "pos"), (IdOf(cell), cell.GetProperty("strategy").GetString()));
        Assert.Equal((5, 5), (cell.GetProperty("found").GetInt32(), cell.GetProperty("seeds").GetInt32()));
        Assert.Equal((1, 1), (Number(cell, "schedulesMedian"), Number(cell, "schedulesMax")));
        Assert.InRange(Number(cell, "minimalSteps"), 10, 100);
        Assert.Equal("I-1", cell.GetProperty("invariant").GetString());
    }

    /// <summary>M9 is found by a reduction in its first run, M30 not in three.</summary>
    [Theory]
    [InlineData("M9", 5)]
    [InlineData("M30", 0)]
    public async Task A_reduction_that_does_not_see_every_interleaving_is_searched_from_every_seed(string id, int found)
    {
        Outcome outcome = await RunAsync("--entry", id, "--strategy", "dpor", "--schedules", "3", "--json");

        JsonElement cell = CellsOf(outcome)[0];
        Assert.Equal((found, 5), (cell.GetProperty("found").GetInt32(), cell.GetProperty("searched").GetInt32()));
    }

    [Fact]
    public async Task The_table_has_a_row_for_an_entry_and_a_column_for_a_strategy()
    {
        Outcome outcome = await RunAsync("--entry", "M9", "--strategy", "pos");

        Assert.Contains(outcome.Output.Split('\n'), line => line.EndsWith(" pos", StringComparison.Ordinal));
        Assert.Contains(
            outcome.Output.Split('\n'),
            line => line.StartsWith("M9 ", StringComparison.Ordinal)
                && line.EndsWith("1 / 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entry_that_the_portfolio_misses_is_a_violation()
    {
        Outcome outcome = await RunAsync(
            "--entry", "M30", "--strategy", "portfolio", "--seeds", "1", "--schedules", "1");

        Assert.Equal(ExitCode.Violation, outcome.Code);
        Assert.Contains(
            outcome.Output.Split('\n'),
            line => line.StartsWith("M30 ", StringComparison.Ordinal) && line.EndsWith(" -", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_searched_is_not_searched_again()
    {
        string state = _session.PathOf("zoo.json");
        Outcome first = await RunAsync("--entry", "M9", "--strategy", "pos", "--json", "--checkpoint", state);
        string[] known = await File.ReadAllLinesAsync(state);
        await File.WriteAllLinesAsync(state, known.Select(static line => line.Replace(
            "\"schedules\":1,", "\"schedules\":77,", StringComparison.Ordinal)));

        Outcome second = await RunAsync("--entry", "M9", "--strategy", "pos", "--json", "--resume", state);

        Assert.Equal((5, 1), (known.Length, Number(CellsOf(first)[0], "schedulesMax")));
        Assert.Equal(77, Number(CellsOf(second)[0], "schedulesMax"));
    }

    [Fact]
    public async Task What_was_searched_with_another_budget_is_searched_again()
    {
        string state = _session.PathOf("zoo.json");
        string[] search = ["--entry", "M30", "--strategy", "pos", "--seeds", "1"];
        await RunAsync([.. search, "--schedules", "1", "--checkpoint", state]);

        await RunAsync([.. search, "--schedules", "2", "--resume", state]);

        Assert.Equal(2, (await File.ReadAllLinesAsync(state)).Length);
    }

    [Fact]
    public async Task When_time_is_up_what_is_known_is_printed()
    {
        Outcome outcome = await RunAsync("--strategy", "portfolio", "--time", "1ms");

        Assert.Equal(ExitCode.Ok, outcome.Code);
        Assert.Contains(outcome.Output.Split('\n'), line => line.EndsWith(" .", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_names_what_no_search_can_find_as_well()
    {
        Outcome outcome = await Session.RunAsync("zoo", "--list");

        Assert.Equal(2 * Zoo.Entries.Count, outcome.Output.TrimEnd().Split('\n').Length);
        Assert.Contains("> **D4** *not expressible*", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--entry", "M77", "--entry: 'M77' is unknown, did you mean 'M7'?")]
    [InlineData("--entry", "D4", "--entry: no search finds D4: bounced pieces are mapped one window each")]
    [InlineData("--entry", "B12", "--entry: no search finds B12: the tests of IovaTreeTests decide it")]
    [InlineData("--entry", "B5", "--entry: B5 cannot be told from B4 here; ask for that")]
    [InlineData("--strategy", "rendom", "strategy 'rendom' is unknown, did you mean 'random'?")]
    [InlineData("--seeds", "0", "--seeds: expected a whole number from 1 to 1000, found '0'")]
    [InlineData("--resume", "gone.json", "gone.json: no such file")]
    [InlineData("--checkpoint", ".", "--checkpoint: '.' is no file name")]
    [InlineData("--config", "nowhere", "no such file")]
    public async Task A_wrong_option_is_named(string option, string value, string complaint)
    {
        Outcome outcome = await Session.RunAsync("zoo", "--time", "1s", option, value);

        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.Empty(outcome.Output);
        Assert.Contains(complaint, Assert.Single(outcome.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_no_search_is_named()
    {
        string state = _session.Write("zoo.json", "{}\n");

        Outcome outcome = await RunAsync("--resume", state);

        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.Contains("zoo.json:1: is no search of the zoo", outcome.Error, StringComparison.Ordinal);
    }

    private static Task<Outcome> RunAsync(params string[] arguments) =>
        Session.RunAsync(["zoo", "--config", Session.Config, .. arguments]);

    private static IReadOnlyList<JsonElement> CellsOf(Outcome outcome) =>
        [.. outcome.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];

    private static string? IdOf(JsonElement cell) => cell.GetProperty("mutation").GetString();

    private static long Number(JsonElement cell, string name) => cell.GetProperty(name).GetInt64();
}
