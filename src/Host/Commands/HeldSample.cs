using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>What a run held at one moment, and what the process that runs it needed for that.</summary>
/// <param name="Model">What the model holds.</param>
/// <param name="ManagedBytes">Managed memory after a full collection.</param>
internal sealed record HeldSample(RunSample Model, long ManagedBytes)
{
    /// <param name="simulation">The run, between two deliveries.</param>
    /// <param name="at">The virtual time that the sample counts for.</param>
    public static HeldSample Take(Simulation simulation, TimeSpan at)
    {
        RunSample model = simulation.Sample(at);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return new HeldSample(model, GC.GetTotalMemory(forceFullCollection: true));
    }
}
