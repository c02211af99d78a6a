namespace PhyrActors.Exploration;

/// <summary>What is left of a task when its runs are used up.</summary>
/// <param name="Given">States that are given away, from the task's root on: others may explore what is planned
/// there.</param>
/// <param name="Share">The share of what lies below them that has been explored, in <c>[0, 1]</c>.</param>
/// <param name="Path">The states below them, on the way to the next run.</param>
internal sealed record DporRest(IReadOnlyList<GivenState> Given, double Share, IReadOnlyList<DporState> Path);

/// <summary>A state that is given away.</summary>
/// <param name="Step">The step under way.</param>
/// <param name="Sleep">What sleeps there.</param>
/// <param name="Branches">What is planned from there, besides the step.</param>
internal sealed record GivenState(
    WakeupStep Step, IReadOnlyList<WakeupStep> Sleep, IReadOnlyList<WakeupTree> Branches);
