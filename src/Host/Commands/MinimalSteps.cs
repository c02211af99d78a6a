using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Host;

/// <summary>How short a run can be that shows a finding.</summary>
/// <remarks>The one place that decides: so far it is the found run up to its finding, as it is.</remarks>
internal static class MinimalSteps
{
    public static long Of(Explored explored) => explored.FirstFinding!.Step;
}
