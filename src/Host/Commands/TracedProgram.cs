using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>A trace, and the program that it is of.</summary>
internal sealed record TracedProgram(string Path, Trace Trace, Scenario Scenario, MutationSet Mutations)
{
    public ScenarioProgram Program => new(Scenario, Mutations, Trace.Provenance.ProductVersion);

    /// <exception cref="InputException">There is no such trace, or it is of another version.</exception>
    public static TracedProgram Load(string path) => Of(path, TraceStore.Load(path));

    /// <param name="path">What complaints name.</param>
    /// <param name="trace">The trace.</param>
    /// <exception cref="InputException">The trace is of another version.</exception>
    public static TracedProgram Of(string path, Trace trace)
    {
        if (trace.Provenance.ProductVersion != CommandTree.Version)
        {
            throw new InputException($"{path}: the trace is of version {trace.Provenance.ProductVersion}, this is "
                + $"{CommandTree.Version}; phyr replay --continue follows it as far as it goes");
        }

        return new TracedProgram(
            path,
            trace,
            ScenarioStore.Parse(trace.Provenance.ProgramText, path),
            MutationNames.Parse(trace.Provenance.Mutations));
    }
}
