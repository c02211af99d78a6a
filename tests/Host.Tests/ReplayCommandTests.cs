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

        AssertRefused(outcome, "version 2");
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

    private static void AssertRefused(Outcome outcome, string complaint)
    {
        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.Contains(complaint, Assert.Single(outcome.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
