namespace PhyrActors.Runtime.Tests;

/// <summary>Picks at random.</summary>
internal sealed class RandomPick(ulong seed) : ISchedule
{
    private SplitMix64 _random = new(seed);

    public int Pick(IEnabledSteps enabled) => _random.Below(enabled.Count);

    public int Choose(string site, int count) => _random.Below(count);
}

/// <summary>Delivers what was sent first: by the sending step, then by the channel.</summary>
internal sealed class OldestPick : ISchedule
{
    /// <summary>What was picked, as the system offered it.</summary>
    public List<PendingStep> Picked { get; } = [];

    public int Pick(IEnabledSteps enabled)
    {
        int oldest = 0;
        for (int i = 1; i < enabled.Count; i++)
        {
            (int cause, int channel) = (enabled.Pending(i).Cause, enabled.Pending(i).Channel);
            PendingStep best = enabled.Pending(oldest);
            oldest = cause < best.Cause || (cause == best.Cause && channel < best.Channel) ? i : oldest;
        }

        Picked.Add(enabled.Pending(oldest));
        return oldest;
    }

    public int Choose(string site, int count) => 0;
}
