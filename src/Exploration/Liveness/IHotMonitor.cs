namespace PhyrActors.Exploration;

/// <summary>A monitor that is hot while something is owed that must come some time: what stays owed for too many steps,
/// or when nothing is left to deliver, is a finding.</summary>
/// <remarks>Source: liveness monitors with temperature, Mudduluru et al., "Lasso detection using partial-state
/// caching", FMCAD 2017. Of a program with <see cref="LivenessBounds"/> only quiet steps count: a schedule that is not
/// fair can keep anything waiting.</remarks>
public interface IHotMonitor : IMonitor
{
    /// <summary>What is owed, in words; null when nothing is.</summary>
    string? Owed { get; }

    /// <summary>How many steps in a row something may be owed.</summary>
    long HotStepsMax { get; }
}
