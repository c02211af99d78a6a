namespace PhyrActors.Host.Tests;

/// <summary>Whatever the user gets wrong is told in one line, with exit code 2.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("--set", "sed=3", "--set:1:1: key 'sed': unknown, did you mean 'seed'?")]
    [InlineData("--set", "load.duration=5parsecs", "--set:1:1: key 'load.duration': expected a duration")]
    [InlineData("--set", "nothing", "--set:1:1: key 'nothing' has no value")]
    [InlineData("--set", "load.operations=-1", "--set:1:1: key 'load.operations': expected a number from 0")]
    [InlineData("--set", "limits.steps=-1", "--set:1:1: key 'limits.steps': expected a whole number from 1 on")]
    [InlineData("--set", "costs.jitter=-3", "--set:1:1: key 'costs.jitter': expected a number from 0 to 1")]
    [InlineData("--set", "sometimes=[x]", "--set:1:1: key 'sometimes': expected names of race windows")]
    [InlineData("--seed", "-1", "--seed: expected a whole number of at least 0, found '-1'")]
    [InlineData("--sample", "30", "--sample: expected a duration such as 500ms, 60s, 5m or 2h, found '30'")]
    [InlineData("--seed", "one", "--seed: expected a whole number of at least 0, found 'one'")]
    [InlineData("--mutation", "M99", "mutation 'M99' is unknown, did you mean 'M9'?")]
    [InlineData("--mutation", "M9,Q", "mutation 'Q' is unknown; there is M1,")]
    [InlineData("--mutation", "9", "mutation '9' is unknown")]
    [InlineData("--kernel", "v6.13", "kernel 'v6.13' is unknown, did you mean 'v6.12'?")]
    [InlineData("--kernel", "latest", "kernel 'latest' is unknown; there is fixed, v6.12, v6.16, v7.0")]
    [InlineData("--set", "kernel=v5", "--set:1:1: key 'kernel': expected one of fixed, v6.12, v6.16, v7.0, found 'v5'")]
    [InlineData("--paralel", "--json", "option '--paralel' is unknown, did you mean '--parallel'?")]
    [InlineData("another", "--json", "'another' is one argument too many")]
    public async Task A_wrong_option_of_run_is_named(string option, string value, string complaint)
    {
        Outcome outcome = await Session.RunAsync("run", _session.Scenario, option, value);

        AssertRefused(outcome, complaint);
    }

    [Theory]
    [InlineData("--set", "faults.\"iova.nod\".nth=1", "unknown, did you mean 'faults.\"iova.node\".nth'?")]
    [InlineData("--set", "faults.probability=2", "key 'faults.probability': expected a number from 0 to 1, found '2'")]
    [InlineData("--set", "faults.\"pin.short\".probability=-1", "probability': expected a number from 0 to 1")]
    [InlineData("--pairs", "-1", "--pairs: expected a whole number of at least 0, found '-1'")]
    [InlineData("--time", "60", "--time: expected a duration such as 500ms, 60s, 5m or 2h, found '60'")]
    [InlineData("--out", "no/such/folder/file", "--out: there is no directory 'no/such/folder'")]
    public async Task A_wrong_option_of_faults_is_named(string option, string value, string complaint)
    {
        Outcome outcome = await Session.RunAsync("faults", _session.Scenario, option, value);

        AssertRefused(outcome, complaint);
    }

    [Theory]
    [InlineData("--schedules", "0", "--schedules: expected a whole number of at least 1, found '0'")]
    [InlineData("--schedules", "-5", "--schedules: expected a whole number of at least 1, found '-5'")]
    [InlineData("--workers", "-1", "--workers: expected a whole number from 0 to 1024, found '-1'")]
    [InlineData("--time", "60", "--time: expected a duration such as 500ms, 60s, 5m or 2h, found '60'")]
    [InlineData("--time", "-5s", "--time: expected a duration such as 500ms, 60s, 5m or 2h, found '-5s'")]
    [InlineData("--strategy", "rendom", "strategy 'rendom' is unknown, did you mean 'random'?")]
    [InlineData("--strategy", "dfss", "strategy 'dfss' is unknown, did you mean 'dfs'?")]
    [InlineData("--pair", "Fork", "--pair: expected two names of messages such as Fork,Destroy, found 'Fork'")]
    [InlineData("--pair", "Fork,Destry", "--pair: message 'Destry' is unknown, did you mean 'Destroy'?")]
    [InlineData("--resume", "gone.phyrckpt", "gone.phyrckpt: no such file")]
    [InlineData("--resume", ".", ".: is a directory, not a checkpoint")]
    [InlineData("--checkpoint", "no/such/folder/file", "--checkpoint: there is no directory 'no/such/folder'")]
    [InlineData("--out", "no/such/folder/file", "--out: there is no directory 'no/such/folder'")]
    [InlineData("--out", ".", "--out: '.' is no file name")]
    [InlineData("--junit", "no/such/folder/file", "--junit: there is no directory 'no/such/folder'")]
    [InlineData("--sarif", ".", "--sarif: '.' is no file name")]
    [InlineData("--jsonl", "", "--jsonl: '' is no file name")]
    public async Task A_wrong_option_of_explore_is_named(string option, string value, string complaint)
    {
        Outcome outcome = await Session.RunAsync("explore", _session.Scenario, option, value);

        AssertRefused(outcome, complaint);
    }

    [Theory]
    [InlineData("--html", "no/such/folder/file", "--html: there is no directory 'no/such/folder'")]
    [InlineData("--perfetto", ".", "--perfetto: '.' is no file name")]
    [InlineData("--mermaid", ".", "--mermaid: '.' is no file name")]
    [InlineData("--mermaid-steps", "0", "--mermaid-steps: expected a whole number of at least 1, found '0'")]
    [InlineData("--htm", "x", "option '--htm' is unknown, did you mean '--html'?")]
    [InlineData("--html", "page.html", "small.conf: This is no trace file.")]
    public async Task A_wrong_option_of_view_is_named(string option, string value, string complaint)
    {
        Outcome outcome = await Session.RunAsync("view", _session.Scenario, option, value);

        AssertRefused(outcome, complaint);
    }

    [Theory]
    [InlineData("seed = 1\nmemory.proces = 4MiB", ":2:1: key 'memory.proces': unknown, did you mean 'memory.process'?")]
    [InlineData("seed = 1\nmemory.process = 4parsecs", ":2:1: key 'memory.process': expected a size")]
    [InlineData("seed = -1", ":1:1: key 'seed': expected a whole number from 0 on, found '-1'")]
    [InlineData("memory { process = 4MiB", ":1:8: this '{' is never closed")]
    [InlineData("include required(\"gone.conf\")", ":1:1: the required document")]
    public async Task A_wrong_line_of_a_scenario_is_named_by_file_line_and_column(string text, string complaint)
    {
        string path = _session.Write("wrong.conf", text);

        Outcome outcome = await Session.RunAsync("run", path);

        AssertRefused(outcome, path + complaint);
    }

    [Fact]
    public async Task A_wrong_line_of_an_included_file_is_named_by_that_file()
    {
        _session.Write("defaults/wrong.conf", "seed = x");
        string path = _session.Write("outer.conf", "include \"defaults/wrong.conf\"");

        Outcome outcome = await Session.RunAsync("run", path);

        AssertRefused(outcome, _session.PathOf("defaults/wrong.conf") + ":1:1: key 'seed'");
    }

    [Fact]
    public async Task A_missing_scenario_names_the_nearest_file()
    {
        Outcome outcome = await Session.RunAsync("run", _session.PathOf("smal.conf"));

        AssertRefused(outcome, "smal.conf: no such file, did you mean 'small.conf'?");
    }

    [Fact]
    public async Task A_folder_is_no_scenario()
    {
        Outcome outcome = await Session.RunAsync("run", Path.GetDirectoryName(_session.Scenario)!);

        AssertRefused(outcome, ": is a directory");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_no_scenario()
    {
        string path = _session.PathOf("bytes.conf");
        await File.WriteAllBytesAsync(path, [0xFF, 0xFE, 0x80, 0xC0]);

        Outcome outcome = await Session.RunAsync("run", path);

        AssertRefused(outcome, "bytes.conf");
    }

    [Fact]
    public async Task A_misspelt_option_is_not_taken_for_the_missing_scenario()
    {
        Outcome outcome = await Session.RunAsync("run", "--paralel");

        AssertRefused(outcome, "option '--paralel' is unknown, did you mean '--parallel'?");
    }

    [Fact]
    public async Task A_misspelt_verb_names_the_nearest_one()
    {
        Outcome outcome = await Session.RunAsync("rnu");

        AssertRefused(outcome, "command 'rnu' is unknown, did you mean 'run'?");
    }

    [Fact]
    public async Task No_command_at_all_names_those_there_are()
    {
        Outcome outcome = await Session.RunAsync();

        AssertRefused(outcome, "there is no command; there is run, formats, explore, replay, shrink, explain, ");
    }

    [Theory]
    [InlineData("gone.phyrtrace", "gone.phyrtrace: no such file")]
    [InlineData("small.conf", "small.conf: This is no trace file.")]
    [InlineData(".", "is a directory, not a trace")]
    public async Task What_is_no_trace_is_not_replayed(string name, string complaint)
    {
        Outcome outcome = await Session.RunAsync("replay", _session.PathOf(name));

        AssertRefused(outcome, complaint);
    }

    private static void AssertRefused(Outcome outcome, string complaint)
    {
        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.Empty(outcome.Output);
        Assert.Contains(complaint, Assert.Single(outcome.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
