using System.Text.Json;
using PhyrActors.Exploration;

namespace PhyrActors.Host.Tests;

public sealed class ReplayCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_trace_shows_its_finding_again()
    {
        string trace = await _session.FindAsync();

        Outcome outcome = await Session.RunAsync("replay", trace);

        Assert.Equal((ExitCode.Violation, "reproduced"), (outcome.Code, outcome.LastLine.Split(' ')[0]));
    }

    [Fact]
    public async Task A_second_process_shows_the_same_finding_at_the_same_step_with_the_same_hash()
    {
        string trace = await _session.FindAsync();
        Outcome here = await Session.RunAsync("replay", trace);

        Outcome there = await Session.StartAsync("replay", trace);

        Assert.Equal((here.Code, here.Output), (there.Code, there.Output));
    }

    [Fact]
    public async Task A_trace_needs_no_other_file()
    {
        string trace = await _session.FindAsync();
        File.Delete(_session.Scenario);

        Outcome outcome = await Session.RunAsync("replay", trace);

        Assert.Equal(ExitCode.Violation, outcome.Code);
    }

    [Fact]
    public async Task Without_the_defect_the_old_verdict_is_not_given()
    {
        string trace = await _session.FindAsync();

        Outcome outcome = await Session.RunAsync("replay", trace, "--without-mutations");

        Assert.Equal((ExitCode.Ok, "diverged at step"), (outcome.Code, outcome.LastLine[..16]));
    }

    [Fact]
    public async Task The_JSON_of_a_divergence_names_its_step()
    {
        string trace = await _session.FindAsync();

        Outcome outcome = await Session.RunAsync("replay", trace, "--without-mutations", "--json");

        Assert.True(outcome.Json.GetProperty("divergence").GetProperty("step").GetInt64() > 0);
    }

    [Fact]
    public async Task The_JSON_of_a_replay_has_the_finding()
    {
        string trace = await _session.FindAsync();

        Outcome outcome = await Session.RunAsync("replay", trace, "--json");

        Assert.Equal(JsonValueKind.Object, outcome.Json.GetProperty("finding").ValueKind);
    }

    [Fact]
    public async Task A_trace_with_one_flipped_bit_is_refused()
    {
        string trace = await _session.FindAsync();
        byte[] bytes = await File.ReadAllBytesAsync(trace);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(trace, bytes);

        Outcome outcome = await Session.RunAsync("replay", trace);

        AssertRefused(outcome, "damaged");
    }

    [Fact]
    public async Task A_trace_that_was_cut_short_is_refused()
    {
        string trace = await _session.FindAsync();
        byte[] bytes = await File.ReadAllBytesAsync(trace);
        await File.WriteAllBytesAsync(trace, bytes[..^10]);

        Outcome outcome = await Session.RunAsync("replay", trace);

        AssertRefused(outcome, "cut short");
    }

    [Fact]
    public async Task A_trace_of_another_version_is_refused()
    {
        string trace = await _session.FindAsync();
        byte[] bytes = await File.ReadAllBytesAsync(trace);
        bytes[8]++;
        await File.WriteAllBytesAsync(trace, bytes);

        Outcome outcome = await Session.RunAsync("replay", trace);

        AssertRefused(outcome, "version 3");
    }

    [Fact]
    public async Task A_trace_of_another_product_version_is_refused()
    {
        string path = await _session.FindAsync();
        Trace trace = TraceFormat.Read(new MemoryStream(await File.ReadAllBytesAsync(path)));
        Provenance older = trace.Provenance with { ProductVersion = "0.0.9" };
        using (FileStream file = File.Create(path))
        {
            TraceFormat.Write(file, trace with { Provenance = older });
        }

        Outcome outcome = await Session.RunAsync("replay", path);

        AssertRefused(outcome, "the trace is of version 0.0.9");
    }

    [Fact]
    public async Task To_continue_follows_a_trace_of_another_version_and_without_the_defect_to_the_end()
    {
        string path = await _session.FindAsync();
        Trace trace = TraceFormat.Read(new MemoryStream(await File.ReadAllBytesAsync(path)));
        TraceStore.Save(trace with { Provenance = trace.Provenance with { ProductVersion = "0.0.9" } }, path);

        Outcome kept = await Session.RunAsync("replay", path, "--continue");
        Outcome without = await Session.RunAsync("replay", path, "--continue", "--without-mutations", "--json");

        Assert.Equal((ExitCode.Violation, "the same violation"), (kept.Code, kept.LastLine.Split(';')[0]));
        Assert.Equal((ExitCode.Ok, "no-finding"), (without.Code, without.Json.GetProperty("result").GetString()));
        Assert.NotEqual(0, without.Json.GetProperty("deviations").GetArrayLength());
    }

    [Fact]
    public async Task A_trace_that_is_left_with_its_defect_still_in_is_not_reproduced()
    {
        string path = await _session.FindAsync();
        Trace trace = TraceFormat.Read(new MemoryStream(await File.ReadAllBytesAsync(path)));
        TraceStep[] steps = [.. trace.Steps];
        steps[^1] = steps[^1] with { Id = 1 };
        Trace changed = trace with { Steps = steps };
        TraceStore.Save(changed with { FinalHash = changed.RollingHash().Last() }, path);

        Outcome outcome = await Session.RunAsync("replay", path);

        Assert.Equal(ExitCode.Violation, outcome.Code);
        Assert.Contains("not reproduced", outcome.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_is_saved_whole_or_not_at_all_and_leaves_nothing_else_behind()
    {
        Trace trace = TraceStore.Load(await _session.FindAsync());
        string taken = _session.PathOf("taken/trace");
        Directory.CreateDirectory(taken);

        TraceStore.Save(trace, _session.PathOf("taken/good"));
        Assert.Throws<InputException>(() => TraceStore.Save(trace, taken));

        Assert.Equal(["good", "trace"], Entries("taken"));
        Assert.Equal(trace.FinalHash, TraceStore.Load(_session.PathOf("taken/good")).FinalHash);
    }

    [Fact]
    public async Task Whoever_looks_while_a_trace_is_saved_again_and_again_sees_a_whole_one()
    {
        string path = await _session.FindAsync();
        Trace trace = TraceStore.Load(path);
        Task saving = Task.Run(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                TraceStore.Save(trace, path);
            }
        });

        while (!saving.IsCompleted)
        {
            Assert.Equal(trace.FinalHash, TraceStore.Load(path).FinalHash);
        }

        await saving;
    }

    private IEnumerable<string> Entries(string folder) => Directory.EnumerateFileSystemEntries(_session.PathOf(folder))
        .Select(static entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal);

    private static void AssertRefused(Outcome outcome, string complaint)
    {
        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.Contains(complaint, Assert.Single(outcome.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
