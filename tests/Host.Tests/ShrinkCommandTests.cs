namespace PhyrActors.Host.Tests;

public sealed class ShrinkCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_trace_becomes_short_and_replays_in_a_second_process()
    {
        string trace = await _session.FindAsync();

        Outcome outcome = await Session.RunAsync("shrink", trace, "--json");

        Assert.Equal(
            (ExitCode.Ok, true), (outcome.Code, outcome.Json.GetProperty("verified").GetBoolean()));
        int before = outcome.Json.GetProperty("before").GetProperty("deliveries").GetInt32();
        int after = outcome.Json.GetProperty("after").GetProperty("deliveries").GetInt32();
        Assert.InRange(after, 1, before / 2);
        Outcome replayed = await Session.RunAsync("replay", _session.PathOf("found.min.phyrtrace"));
        Assert.Contains("reproduced", replayed.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_is_written_beside_the_trace()
    {
        string trace = await _session.FindAsync();

        await Session.RunAsync("shrink", trace, "--runs", "50");

        string text = await File.ReadAllTextAsync(_session.PathOf("found.min.cs"));
        Assert.Contains("public void M9_violates_I_1()", text, StringComparison.Ordinal);
        Assert.Contains("The_same_schedule_without_M9_keeps_I_1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_shrinking_goes_on_from_its_state()
    {
        string trace = await _session.FindAsync();
        string state = _session.PathOf("found.phyrshrink");
        Outcome first = await Session.RunAsync("shrink", trace, "--runs", "50", "--state", state, "--json");

        Outcome second = await Session.RunAsync("shrink", trace, "--runs", "150", "--state", state, "--json");

        Assert.Equal(
            (first.Json.GetProperty("before").ToString(), true),
            (
                second.Json.GetProperty("before").ToString(),
                second.Json.GetProperty("runs").GetInt32() > first.Json.GetProperty("runs").GetInt32()));
    }

    [Fact]
    public async Task Explore_shrinks_what_it_finds_unless_told_otherwise()
    {
        string trace = _session.PathOf("found.phyrtrace");
        string[] words = ["explore", _session.Scenario, "--mutation", "M9", "--out", trace, "--set",
            "explore.shrink-time=5s"];
        await Session.RunAsync([.. words, "--no-shrink"]);
        bool isShrunkAtFirst = File.Exists(_session.PathOf("found.min.phyrtrace"));

        Outcome outcome = await Session.RunAsync(words);

        Assert.Equal((false, true), (isShrunkAtFirst, File.Exists(_session.PathOf("found.min.phyrtrace"))));
        Assert.Contains("Shrunk from", outcome.Output, StringComparison.Ordinal);
        Assert.StartsWith($"phyr replay {trace}", outcome.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_explanation_names_the_invariant_in_words()
    {
        string trace = await _session.FindAsync();

        Outcome outcome = await Session.RunAsync("explain", trace);

        Assert.Equal(ExitCode.Violation, outcome.Code);
        Assert.Contains("I-1 says: as long as a device can reach a frame", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_explanation_for_a_commit_is_72_columns_wide()
    {
        string trace = await _session.FindAsync();

        Outcome outcome = await Session.RunAsync("explain", trace, "--format", "kernel");

        Assert.All(outcome.Output.Split('\n'), static line => Assert.InRange(line.Length, 0, 72));
        Assert.Contains("To provoke it on a machine:", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_explains_when_asked()
    {
        string trace = await _session.FindAsync();

        Outcome outcome = await Session.RunAsync("replay", trace, "--explain");

        Assert.Contains("I-1 says:", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Continuations_from_the_last_step_all_fail()
    {
        string trace = await _session.FindAsync();
        Outcome replayed = await Session.RunAsync("replay", trace, "--json");
        int steps = replayed.Json.GetProperty("steps").GetInt32();

        Outcome outcome = await Session.RunAsync("whatif", trace, "--step", $"{steps}", "--runs", "5", "--json");

        Assert.Equal((ExitCode.Violation, 1.0), (outcome.Code, outcome.Json.GetProperty("share").GetDouble()));
    }

    [Theory]
    [InlineData("shrink", "--runs", "0", "--runs: expected a whole number of at least 1, found '0'")]
    [InlineData("shrink", "--out", "no/such/folder/file", "--out: there is no directory 'no/such/folder'")]
    [InlineData("explain", "--format", "kernl", "--format: 'kernl' is unknown, did you mean 'kernel'?")]
    [InlineData("whatif", "--step", "99999", "--step: the trace has")]
    [InlineData("whatif", "--strategy", "dpor", "--strategy: dpor draws no continuations")]
    public async Task A_wrong_option_is_named(string verb, string option, string value, string complaint)
    {
        string trace = await _session.FindAsync();

        Outcome outcome = await Session.RunAsync(verb, trace, option, value);

        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.StartsWith($"phyr: {complaint}", outcome.Error, StringComparison.Ordinal);
    }
}
