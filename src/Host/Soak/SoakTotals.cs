using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>What a soak has done so far, over all its sessions; worlds that were cut short count with what they
/// did.</summary>
internal sealed record SoakTotals
{
    /// <summary>Worlds run to their end.</summary>
    public long Runs { get; init; }

    public long Deliveries { get; init; }

    public long Events { get; init; }

    public long Checks { get; init; }

    public double VirtualSeconds { get; init; }

    public double WallSeconds { get; init; }

    public double CpuSeconds { get; init; }

    /// <summary>Choices that were not the plain one.</summary>
    public long Faults { get; init; }

    /// <summary>Findings, one for each invariant and world.</summary>
    public long Findings { get; init; }

    /// <summary>What live pins held, and for how long.</summary>
    public HeldSummary Held { get; init; }

    /// <summary>Adds what one more world did.</summary>
    public SoakTotals Plus(WorldProgress world) => this with
    {
        Deliveries = Deliveries + world.Deliveries,
        Events = Events + world.Events,
        Checks = Checks + world.Checks,
        VirtualSeconds = VirtualSeconds + world.VirtualSeconds,
        Held = Held + world.Held,
        Faults = Faults + world.Sites.Sum(static site => site.Taken),
    };
}
