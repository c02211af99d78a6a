namespace PhyrActors.Scenarios;

/// <summary>Bounds of one run.</summary>
/// <param name="StepsMax">The longest run, in deliveries.</param>
/// <param name="PeriodicMax">Explored: how often a periodic timer fires at most.</param>
/// <param name="Speedup">On real threads: virtual seconds in a wall second.</param>
public sealed record LimitSettings(long StepsMax, int PeriodicMax, double Speedup)
{
    internal static LimitSettings Read(Config config) => new(
        Bounds.Long(config, "limits.steps", 1),
        Bounds.Int(config, "limits.periodic", 1),
        Bounds.Double(config, "parallel.speedup", 0.001));
}
