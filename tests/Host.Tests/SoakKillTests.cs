using System.Diagnostics;

namespace PhyrActors.Host.Tests;

/// <summary>Soaks in processes of their own, ended without a warning.</summary>
public sealed class SoakKillTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Session _session = new();

    private string Store => _session.PathOf("soak.db");

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_killed_soak_loses_no_finding_and_goes_on()
    {
        SoakReport before = await KillAsync(static report => report.Findings.Count >= 3 && report.Metrics.Count >= 2);

        Outcome resumed = await Session.RunAsync(
            "soak", _session.Scenario, "--mutation", "M9", "--store", Store, "--resume",
            "--seeds", $"{before.Latest.Totals.Runs + 10}");

        SoakReport after = Read();
        Assert.Equal(ExitCode.Violation, resumed.Code);
        Assert.Equal(before.Latest.Totals.Runs + 10, after.Latest.Totals.Runs);
        Assert.Equal([(1UL, (ulong)after.Latest.Totals.Runs)], after.Latest.SeedsDone);
        Assert.Superset(
            before.Findings.Select(static found => (found.Seed, found.Finding)).ToHashSet(),
            after.Findings.Select(static found => (found.Seed, found.Finding)).ToHashSet());
        Assert.True(after.Latest.Totals.Deliveries > before.Latest.Totals.Deliveries);
    }

    [Fact]
    public async Task The_session_of_a_killed_soak_has_no_end()
    {
        SoakReport killed = await KillAsync(static report => report.Metrics.Count >= 1);

        Assert.Equal(string.Empty, Assert.Single(killed.Sessions).End);
    }

    /// <summary>Starts a soak, waits until its store is as asked, and kills it.</summary>
    private async Task<SoakReport> KillAsync(Func<SoakReport, bool> isEnough)
    {
        ProcessStartInfo start = new(
            "dotnet",
            [
                typeof(Cli).Assembly.Location, "soak", _session.Scenario, "--mutation", "M9", "--workers", "2",
                "--store", Store,
            ])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> drained = process.StandardError.ReadToEndAsync();
        Stopwatch waited = Stopwatch.StartNew();
        while (!process.HasExited && waited.Elapsed < s_patience && !(TryRead() is { } report && isEnough(report)))
        {
            // What is to be killed is a process with a clock of its own, and nothing but its store tells how far it has
            // come. How often that is read decides nothing but how soon the kill comes.
            await Task.Delay(50);
        }

        bool ranUntilKilled = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        Assert.True(ranUntilKilled, await drained);
        return Read();
    }

    private SoakReport? TryRead()
    {
        try
        {
            return File.Exists(Store) ? Read() : null;
        }
        catch (InputException)
        {
            // It is just being made.
            return null;
        }
    }

    private SoakReport Read()
    {
        using SoakStore store = SoakStore.Open(Store, toWrite: false);
        SoakReader reader = store.Read();
        SoakSnapshot latest = reader.Latest() ?? throw new InputException("nothing was written yet");
        return SoakReport.Of(Store, reader.Header(), reader.Budget(), latest, reader);
    }
}
