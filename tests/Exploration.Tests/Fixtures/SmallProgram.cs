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
        return new ProgramRun(world.Monitors, []);
    }

    public override string ToString() => name;
}
