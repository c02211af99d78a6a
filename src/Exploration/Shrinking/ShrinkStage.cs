namespace PhyrActors.Exploration;

/// <summary>The steps of shrinking, in their order.</summary>
public enum ShrinkStage
{
    /// <summary>Drops what comes after the violation.</summary>
    Cut,

    /// <summary>Drops what is not in the causal past of the violation.</summary>
    Slice,

    /// <summary>Makes the program smaller where the violation shows at once: fewer parties, less work.</summary>
    Configuration,

    /// <summary>Makes choices plain: faults, sizes, cuts.</summary>
    Faults,

    /// <summary>Leaves messages undelivered.</summary>
    Deliveries,

    /// <summary>Leaves messages out and lets others of their class come in the place of what they caused.</summary>
    Wildcards,

    /// <summary>Makes the program smaller where that costs some looking, as long as no delivery is added.</summary>
    Payload,

    /// <summary>Brings the steps of each actor together.</summary>
    Schedule,

    /// <summary>Nothing is left to try.</summary>
    Done,
}

/// <summary>What a stage did, in all its rounds.</summary>
/// <param name="Stage">Which one.</param>
/// <param name="Runs">Runs of the program that it took.</param>
/// <param name="Successes">How many of them were simpler than what there was.</param>
/// <param name="Before">The run as it was when the stage first began.</param>
/// <param name="After">The run as the stage last left it.</param>
public sealed record StageStatistics(
    ShrinkStage Stage, long Runs, long Successes, RunMeasure Before, RunMeasure After);
