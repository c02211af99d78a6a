namespace PhyrActors.Actors;

/// <summary>Memory behind a BAR, and who exports it.</summary>
/// <param name="Number">The buffer's number.</param>
/// <param name="Exporter">The exporting function's place in the topology: the provider.</param>
/// <param name="Bar">The BAR that the memory lies in.</param>
/// <param name="Memory">The memory as the CPU sees it, which has no pages; all of it in the BAR.</param>
/// <param name="Fabric">Who knows how importers reach the exporter.</param>
/// <param name="Mapping">The DMA API of the importers' devices.</param>
public sealed record DmaBufSettings(
    int Number, int Exporter, PciBar Bar, RangeCpu Memory, IActorRef Fabric, IActorRef Mapping)
{
    /// <summary>The defects.</summary>
    public MutationSet Mutations { get; init; } = MutationSet.None;

    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">Some of the memory lies outside the BAR.</exception>
    public static DmaBufSettings Check(DmaBufSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (Phyr chunk in settings.Memory)
        {
            if (!settings.Bar.Contains(chunk.Start) || !settings.Bar.Contains(chunk.Last))
            {
                throw new ArgumentException($"{chunk} is not in the BAR of function {settings.Exporter}.");
            }
        }

        return settings;
    }
}
