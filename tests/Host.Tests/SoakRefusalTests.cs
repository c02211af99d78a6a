using Dapper;
using Microsoft.Data.Sqlite;

namespace PhyrActors.Host.Tests;

/// <summary>Soaks that cannot begin, or go on, say so in one line.</summary>
public sealed class SoakRefusalTests : IDisposable
{
    private readonly Session _session = new();

    private string Store => _session.PathOf("soak.db");

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("--hours", "0", "--hours: expected a number of more than 0")]
    [InlineData("--hours", "long", "--hours: expected a number of more than 0")]
    [InlineData("--virtual", "30", "--virtual: expected a duration such as")]
    [InlineData("--seeds", "0", "--seeds: expected a whole number of at least 1, found '0'")]
    [InlineData("--store", "no/such/folder/soak.db", "--store: there is no directory 'no/such/folder'")]
    [InlineData("--store", ".", "--store: '.' is no file name")]
    [InlineData("--clocks", "--json", "--clocks: simulated worlds always have clocks")]
    [InlineData("--record", "--json", "--record: a simulated world is had again from its seed")]
    public async Task A_wrong_option_is_named(string option, string value, string complaint)
    {
        Outcome outcome = await Session.RunAsync("soak", _session.Scenario, option, value);

        AssertRefused(outcome, complaint);
    }

    // Not even root writes there.
    [Theory]
    [InlineData("/proc/soak.db")]
    [InlineData("/sys/soak.db")]
    public async Task A_store_in_a_directory_that_cannot_be_written_is_refused(string store)
    {
        string place = Directory.Exists(Path.GetDirectoryName(store)) ? store : _session.PathOf("no/such/soak.db");

        Outcome outcome = await Session.RunAsync("soak", _session.Scenario, "--seeds", "1", "--store", place);

        AssertRefused(outcome, Path.GetDirectoryName(place)!);
    }

    [Fact]
    public async Task A_store_that_is_there_is_not_written_over()
    {
        await SoakAsync("--seeds", "1");

        Outcome outcome = await SoakAsync("--seeds", "1");

        AssertRefused(outcome, "is there already; --resume goes on with its soak");
    }

    [Fact]
    public async Task There_is_nothing_to_resume_without_a_store()
    {
        Outcome outcome = await SoakAsync("--seeds", "1", "--resume");

        AssertRefused(outcome, "soak.db: no such file");
    }

    [Fact]
    public async Task A_soak_that_is_over_says_what_could_give_it_more()
    {
        await SoakAsync("--seeds", "1");

        Outcome outcome = await SoakAsync("--resume");

        AssertRefused(outcome, "the soak is over; --hours, --virtual or --seeds can give it more");
    }

    [Theory]
    [InlineData("--mutation", "M9", "it has no mutations, this is to have mutations M9")]
    [InlineData("--seed", "2", "'small' has other settings there")]
    [InlineData("--set", "load.churn=0.5", "'small' has other settings there")]
    public async Task A_soak_of_something_else_is_not_resumed(string option, string value, string complaint)
    {
        await SoakAsync("--seeds", "1");

        Outcome outcome = await SoakAsync("--seeds", "2", "--resume", option, value);

        AssertRefused(outcome, complaint);
    }

    [Fact]
    public async Task A_soak_of_another_scenario_is_not_resumed()
    {
        await SoakAsync("--seeds", "1");
        string other = _session.Write("other.conf", Session.Small);

        Outcome outcome = await Session.RunAsync("soak", other, "--store", Store, "--resume", "--seeds", "2");

        AssertRefused(outcome, "it is of scenario 'small', not of 'other'");
    }

    [Fact]
    public async Task Simulated_worlds_are_not_resumed_on_threads()
    {
        await SoakAsync("--seeds", "1");

        Outcome outcome = await SoakAsync("--seeds", "2", "--resume", "--parallel");

        AssertRefused(outcome, "it runs simulated worlds, without --parallel");
    }

    [Fact]
    public async Task A_store_of_another_version_is_named_with_both()
    {
        await SoakAsync("--seeds", "1");
        using (SqliteConnection connection = new($"Data Source={Store};Pooling=False"))
        {
            await connection.ExecuteAsync("PRAGMA user_version = 99");
        }

        Outcome report = await Session.RunAsync("report", Store);
        Outcome resumed = await SoakAsync("--seeds", "2", "--resume");

        AssertRefused(report, "is a soak store of version 99, this reads version 2");
        AssertRefused(resumed, "is a soak store of version 99, this reads version 2");
    }

    [Fact]
    public async Task What_is_no_store_is_not_reported()
    {
        Outcome outcome = await Session.RunAsync("report", _session.Scenario);

        AssertRefused(outcome, "small.conf: is not a soak store");
    }

    private Task<Outcome> SoakAsync(params string[] options) =>
        Session.RunAsync(["soak", _session.Scenario, "--store", Store, .. options]);

    private static void AssertRefused(Outcome outcome, string complaint)
    {
        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.Empty(outcome.Output);
        Assert.Contains(complaint, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }
}
