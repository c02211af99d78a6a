namespace PhyrActors.Exploration.Tests;

/// <summary>A named program of a few delegate actors.</summary>
internal sealed class SmallProgram(string name, Action<SmallWorld> build) : IProgram
{
    public string Name => name;

    public ICommuting? Commuting { get; init; }

    public IProgramRun Start(ControlledSystem system)
    {
        SmallWorld world = new(system);
        build(world);
        return new SmallRun(world);
    }

    public override string ToString() => name;
}

/// <summary>One run of a small program.</summary>
internal sealed class SmallRun(SmallWorld world) : IProgramRun
{
    public IReadOnlyList<IMonitor> Monitors => world.Monitors;

    public IReadOnlyList<Sometimes> Windows => [];

    /// <summary>What every incarnation of each actor remembers.</summary>
    public string State => string.Join(' ', world.Puppets
        .OrderBy(static made => made.Name, StringComparer.Ordinal)
        .Select(static made => $"{made.Name}={made.Puppet.Number}"));
}
