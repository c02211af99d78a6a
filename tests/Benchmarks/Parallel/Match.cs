namespace PhyrActors.Benchmarks;

/// <summary>One load for several contestants: the runtime and what it is compared with.</summary>
/// <param name="Name">The load.</param>
/// <param name="Unit">What is done per second on the wall, such as <c>messages/s</c>.</param>
/// <param name="Goal">The units per second to reach, or null when only ratios count.</param>
/// <param name="Subject">Does at least so many units of work and returns how many.</param>
/// <param name="Rivals">The same for each of those beside it.</param>
internal sealed record Match(
    string Name, string Unit, double? Goal, Func<int, long> Subject, IReadOnlyList<Rival> Rivals);

/// <summary>What the runtime is compared with.</summary>
/// <param name="Name">Added to the name of the load.</param>
/// <param name="GoalRatio">The least share of its speed that the runtime is to reach.</param>
/// <param name="Work">As in <see cref="Match"/>.</param>
internal sealed record Rival(string Name, double GoalRatio, Func<int, long> Work);
