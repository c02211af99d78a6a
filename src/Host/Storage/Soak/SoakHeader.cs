using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>What a soak runs: the same in all its sessions.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="ScenarioText">Every key of it, resolved.</param>
/// <param name="Mutations">The defects that were put in, with commas between them.</param>
/// <param name="Version">The version of the product.</param>
/// <param name="Mode">Simulated worlds, or real threads.</param>
internal sealed record SoakHeader(
    string Scenario, string ScenarioText, string Mutations, string Version, SoakMode Mode)
{
    public static SoakHeader Of(Scenario scenario, MutationSet mutations, SoakMode mode) => new(
        scenario.Name,
        scenario.Config.ToString(),
        string.Join(',', MutationNames.Of(mutations)),
        CommandTree.Version,
        mode);

    /// <summary>Says why a soak of <paramref name="other"/> cannot go on in this store; null when it can.</summary>
    public string? Misfit(SoakHeader other) => this switch
    {
        _ when Version != other.Version => $"it is of version {Version}, this is {other.Version}",
        _ when Scenario != other.Scenario => $"it is of scenario '{Scenario}', not of '{other.Scenario}'",
        _ when ScenarioText != other.ScenarioText => $"'{Scenario}' has other settings there",
        _ when Mutations != other.Mutations =>
            $"it has {Named(Mutations)}, this is to have {Named(other.Mutations)}",
        _ when Mode != other.Mode => Mode == SoakMode.Parallel
            ? "it runs on real threads (--parallel)"
            : "it runs simulated worlds, without --parallel",
        _ => null,
    };

    private static string Named(string mutations) => mutations.Length == 0 ? "no mutations" : $"mutations {mutations}";
}
