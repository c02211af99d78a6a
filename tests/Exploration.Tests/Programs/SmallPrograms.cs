namespace PhyrActors.Exploration.Tests;

/// <summary>Programs that are small enough to try every order of.</summary>
internal static class SmallPrograms
{
    public static IReadOnlyList<SmallProgram> Yardsticks { get; } =
    [
        PhyrActors.Exploration.Tests.Yardsticks.Burst,
        PhyrActors.Exploration.Tests.Yardsticks.TwoServers,
        PhyrActors.Exploration.Tests.Yardsticks.Spawn,
        PhyrActors.Exploration.Tests.Yardsticks.TimeoutAndRetry,
        PhyrActors.Exploration.Tests.Yardsticks.FifoTrap,
        PhyrActors.Exploration.Tests.Yardsticks.StopTrap,
        PhyrActors.Exploration.Tests.Yardsticks.TimerTrap,
        PhyrActors.Exploration.Tests.Yardsticks.BatchTrap,
    ];

    public static IReadOnlyList<SmallProgram> All { get; } =
        [.. Yardsticks, .. ChoicePrograms.All, .. LifePrograms.All, .. SharedPrograms.All];

    public static SmallProgram Named(string name) => All.Single(program => program.Name == name);
}
