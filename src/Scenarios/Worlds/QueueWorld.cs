using PhyrActors.Actors;

namespace PhyrActors.Scenarios;

/// <summary>The cast of callers of one invalidation queue: several submissions are in its ring at once, which one
/// domain alone never has.</summary>
internal static class QueueWorld
{
    public static void Build(ActorSystem system, Scenario scenario, Surroundings surroundings)
    {
        UnitSettings units = scenario.Units;
        QueueCallerSettings callers = scenario.QueueCallers;
        IommuSettings settings = new(
            0, units.IotlbEntries, units.IotlbWays, units.Drains, units.CachingMode, units.Profile.RingLength);
        Cast cast = new();
        Cast.Part unit = cast.Add(nameof(Iommu), () => new Iommu(settings, [], surroundings));
        Cast.Part driver = cast.Add(
            nameof(IommuDriver), () => new IommuDriver(0, unit.Ref, units.Profile, surroundings));
        cast.Add(nameof(CachingDevices), () => new CachingDevices(callers.Callers, unit.Ref, surroundings));
        for (int domain = 1; domain <= callers.Callers; domain++)
        {
            int number = domain;
            cast.Add(
                $"{nameof(QueueCaller)}-{number}", () => new QueueCaller(number, callers.Flushes, driver.Ref));
        }

        cast.Create(system, scenario.IsReversed);
    }
}
