using PhyrActors.Actors;

namespace PhyrActors.Scenarios;

/// <summary>The cast of a caller that only pins: a process, its memory, and what works against its pins; no
/// device.</summary>
internal static class PinWorld
{
    public static void Build(ActorSystem system, Scenario scenario, Surroundings around)
    {
        Surroundings surroundings = StoreBufferCast.Add(system, scenario, cpus: 1, around);
        MemoryImage image = MemoryImage.Build(
            scenario.Memory, scenario.Load.ForkSharedBytes, ProcessCast.Process, scenario.Seed);
        Cast cast = new();
        ProcessCast process = ProcessCast.Add(cast, scenario, image, surroundings);
        List<(Cast.Part Actor, object Farewell)> environment =
            EnvironmentCast.Add(cast, scenario, process, surroundings);
        PinCallerSettings caller = scenario.PinCaller;
        cast.Add(
            nameof(PinCaller),
            () => new PinCaller(
                caller,
                MemoryImage.ProcessStart,
                process.Pinner.Ref,
                environment.ConvertAll(static one => (one.Actor.Ref, one.Farewell))));
        cast.Create(system, scenario.IsReversed);
    }
}
