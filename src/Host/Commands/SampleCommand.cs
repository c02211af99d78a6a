using System.CommandLine;

namespace PhyrActors.Host;

/// <summary><c>phyr sample</c>, which users are not told of: what <c>explore</c> asks a second process for. Reads the
/// scenario's text from stdin.</summary>
internal static class SampleCommand
{
    public const string Verb = "sample";

    public static Command Create(Terminal terminal)
    {
        Option<string> strategy = new("--strategy") { Required = true };
        Option<string?> pair = new("--pair");
        Option<string[]> mutation = new("--mutation");
        Command sample = new(Verb, "Print the hashes of some runs") { strategy, pair, mutation };
        sample.Hidden = true;
        sample.SetAction(async (parsed, cancellation) =>
        {
            string text = await Console.In.ReadToEndAsync(cancellation);
            IReadOnlyList<string> lines = SampledRuns.Of(
                ScenarioStore.Parse(text, "stdin"),
                MutationNames.Parse(parsed.GetValue(mutation) ?? []),
                parsed.GetRequiredValue(strategy),
                parsed.GetValue(pair));
            foreach (string line in lines)
            {
                await terminal.Output.WriteLineAsync(line);
            }

            return ExitCode.Ok;
        });
        return sample;
    }
}
