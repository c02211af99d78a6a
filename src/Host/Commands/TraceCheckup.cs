using System.Diagnostics;
using System.Text.Json;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Runs a saved trace three times here and once in a second process: each must show the same
/// violation.</summary>
internal static class TraceCheckup
{
    private const int Times = 3;

    /// <summary>What is wrong, in one line; null when all is well.</summary>
    /// <param name="input">The trace.</param>
    /// <param name="path">Where it was saved.</param>
    /// <param name="cancellation">The caller has had enough.</param>
    public static async Task<string?> ComplainAsync(
        TracedProgram input, string path, CancellationToken cancellation)
    {
        for (int time = 0; time < Times; time++)
        {
            if (Replay.Run(input.Program, input.Trace) is not Reproduced)
            {
                return $"{path}: replay {time + 1} of {Times} did not show the violation";
            }
        }

        using Process process = Process.Start(OwnProcess.StartInfo("replay", path, "--json"))
            ?? throw new InvalidOperationException("a second process did not start");
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation);
            string told = await output;
            return IsReproduced(told) ? null : $"{path}: a second process did not show the violation: {await error}";
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static bool IsReproduced(string told)
    {
        if (!told.StartsWith('{'))
        {
            return false;
        }

        using JsonDocument answer = JsonDocument.Parse(told);
        return answer.RootElement.GetProperty("result").GetString() == "reproduced";
    }
}
