using PhyrActors.Actors;

namespace PhyrActors.Scenarios;

/// <summary>The store buffers of the CPUs, where a scenario asks for them.</summary>
internal static class StoreBufferCast
{
    /// <param name="system">Where to make them.</param>
    /// <param name="scenario">Whether there are any.</param>
    /// <param name="cpus">How many, the one on which the process forks last.</param>
    /// <param name="around">What the other actors are given.</param>
    public static Surroundings Add(ActorSystem system, Scenario scenario, int cpus, Surroundings around)
    {
        if (!scenario.Machine.StoreBuffer)
        {
            return around;
        }

        IActorRef[] buffers = new IActorRef[cpus];
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            buffers[cpu] = system.ActorOf(
                Props.Create(static () => new StoreBuffer()), $"{nameof(StoreBuffer)}-{cpu}");
        }

        return around with { StoreBuffers = buffers };
    }
}
