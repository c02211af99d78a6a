namespace PhyrActors.Host;

/// <summary>What a soak runs.</summary>
internal enum SoakMode
{
    /// <summary>Workers over the seeds of simulated worlds.</summary>
    Simulated,

    /// <summary>One system at a time on real threads.</summary>
    Parallel,
}
