namespace PhyrActors.Exploration;

/// <summary>Actors of your own as a program to explore: built anew for every run.</summary>
/// <param name="name">What to call it.</param>
/// <param name="build">Makes the actors, tells them to begin with <c>ActorRefs.NoSender</c> as sender, and gives the
/// properties to be checked. Whatever it makes must be new: runs share nothing.</param>
public sealed class World(string name, Func<ControlledSystem, IReadOnlyList<IMonitor>> build) : IProgram
{
    public string Name => name;

    public ICommuting? Commuting { get; init; }

    public LivenessBounds? Liveness { get; init; }

    /// <summary>Whether runs are ended whose whole state comes back: for actors that all tell their whole
    /// state.</summary>
    public bool FindsLassos { get; init; }

    public IProgramRun Start(ControlledSystem system) => new Run(build(system), FindsLassos ? system : null);

    private sealed class Run(IReadOnlyList<IMonitor> properties, ControlledSystem? system) : IProgramRun
    {
        public IReadOnlyList<IMonitor> Monitors => properties;

        public IReadOnlyList<Sometimes> Windows => [];

        public ulong? StateHash => system?.StateHash();
    }
}
