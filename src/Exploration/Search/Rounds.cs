namespace PhyrActors.Exploration;

/// <summary>Where all workers have come back and strategies learn: after 64 and 512 schedules, so that something is
/// known soon, and then after every 4,096.</summary>
public static class Rounds
{
    public const int Schedules = 4096;

    private const long First = 64;
    private const long Second = 512;

    /// <summary>The end, exclusive, of the round that schedule number <paramref name="index"/> is in.</summary>
    public static long End(long index) =>
        index < First ? First : index < Second ? Second : ((index / Schedules) + 1) * Schedules;
}
