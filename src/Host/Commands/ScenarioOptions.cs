using System.CommandLine;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>What every verb that builds a world from a file asks for.</summary>
internal sealed class ScenarioOptions
{
    private readonly Argument<string> _scenario = new("SCENARIO") { Description = "A scenario file" };
    private readonly Option<long?> _seed = Options.Number("--seed", "Decides everything that no message does", min: 0);
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Set a key of the scenario; may be repeated",
        HelpName = "KEY=VALUE",
    };

    private readonly Option<string[]> _mutation = new("--mutation")
    {
        Description = "Put a defect into the model: M9, or M9,M21; may be repeated",
        HelpName = "ID",
    };

    private readonly Option<string?> _kernel = new("--kernel")
    {
        Description = $"Which kernel the model behaves as: {string.Join(", ", KernelVersion.All)}",
        HelpName = "VERSION",
    };

    public void AddTo(Command command)
    {
        command.Add(_scenario);
        command.Add(_seed);
        command.Add(_set);
        command.Add(_mutation);
        command.Add(_kernel);
    }

    /// <summary>The scenario file as the user names it.</summary>
    public string PathOf(ParseResult parsed) => parsed.GetRequiredValue(_scenario);

    /// <exception cref="InputException">No such file, or no such mutation.</exception>
    /// <exception cref="ConfigurationException">The scenario says what no scenario can say.</exception>
    /// <param name="parsed">The command line.</param>
    /// <param name="forced">Assignments that lie over all others.</param>
    public (Scenario Scenario, MutationSet Mutations) Read(ParseResult parsed, params ReadOnlySpan<string> forced)
    {
        MutationSet mutations = MutationNames.Parse(parsed.GetValue(_mutation) ?? []);
        List<string> overrides = [.. parsed.GetValue(_set) ?? []];
        if (parsed.GetValue(_seed) is { } seed)
        {
            overrides.Add($"seed = {seed}");
        }

        if (parsed.GetValue(_kernel) is { } kernel)
        {
            string[] known = [.. KernelVersion.All.Select(static version => version.Name)];
            overrides.Add(known.Contains(kernel)
                ? $"kernel = \"{kernel}\""
                : throw new InputException($"kernel '{kernel}' is unknown{Nearest.HintOrList(kernel, known)}"));
        }

        overrides.AddRange(forced);
        return (ScenarioStore.Load(parsed.GetRequiredValue(_scenario), overrides), mutations);
    }
}
