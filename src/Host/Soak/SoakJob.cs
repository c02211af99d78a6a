using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>What a soak is to do.</summary>
/// <param name="Scenario">With the first seed; the others follow it.</param>
/// <param name="Mutations">The defects that are put in.</param>
/// <param name="Mode">Simulated worlds, or real threads.</param>
/// <param name="Workers">How many simulated worlds at once.</param>
/// <param name="Clocks">Real threads: keep clocks, so that ordered invariants judge.</param>
/// <param name="Record">Real threads: keep every delivery until something is found, not only the first of each
/// actor.</param>
/// <param name="Stall">Without a step for so long a world that has something to do is stuck.</param>
internal sealed record SoakJob(
    Scenario Scenario, MutationSet Mutations, SoakMode Mode, int Workers, bool Clocks, bool Record, TimeSpan Stall);
