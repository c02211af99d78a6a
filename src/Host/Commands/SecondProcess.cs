using System.Diagnostics;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Runs some schedules of a search again in a process of its own, where hash codes have other seeds, and
/// compares.</summary>
internal sealed class SecondProcess(Scenario scenario, MutationSet mutations, string strategy, string? pair)
{
    /// <summary>What is wrong, in one line; null when both processes ran the same.</summary>
    /// <param name="cancellation">The caller has had enough: the second process is ended.</param>
    public async Task<string?> CompareAsync(CancellationToken cancellation)
    {
        using Process process = Process.Start(StartInfo())
            ?? throw new InvalidOperationException("a second process did not start");
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardInput.WriteAsync(scenario.Config.ToString().AsMemory(), cancellation);
            process.StandardInput.Close();
            IReadOnlyList<string> here = await Task.Run(
                () => SampledRuns.Of(scenario, mutations, strategy, pair), cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == ExitCode.Ok
                ? SampledRuns.Difference(here, Lines(await output))
                : $"the second process ended with {process.ExitCode}: {Lines(await error).FirstOrDefault()}";
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static string[] Lines(string text) => text.Split(
        '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private ProcessStartInfo StartInfo() => OwnProcess.StartInfo(
    [
        SampleCommand.Verb, "--strategy", strategy,
        .. pair is null ? Array.Empty<string>() : ["--pair", pair],
        .. MutationNames.Of(mutations).SelectMany(static name => new[] { "--mutation", name }),
    ]);
}
