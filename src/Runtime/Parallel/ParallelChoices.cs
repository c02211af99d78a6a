using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>Choices of actors that run on many threads: a generator for each actor, so that none is shared.</summary>
internal sealed class ParallelChoices(
    Func<string, double>? probability,
    Action<string, int>? chosen,
    Action<StepChoice>? outsideChose,
    SplitMix64 outside) : IChoices
{
    private readonly Lock _gate = new();

    // For callers outside of actors.
    private SplitMix64 _outside = outside;

    public int Choose(string site, int count, bool isDue = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (count == 1)
        {
            return 0;
        }

        // 53 bits, as in a double's mantissa.
        double probable = probability?.Invoke(site) ?? 0;
        double share = isDue ? probable : 0;
        int choice = ActorCell.Current?.Mailbox is Mailbox { Steps: { } steps }
            ? steps.Choose(site, count, share)
            : ChooseAlone(site, count, share);
        if (probable > 0)
        {
            chosen?.Invoke(site, choice);
        }

        return choice;
    }

    private int ChooseAlone(string site, int count, double share)
    {
        int choice = share > 0 && Draw(1UL << 53) * (1.0 / (1UL << 53)) < share ? 1 + (int)Draw((ulong)count - 1) : 0;
        if (ActorCell.Current is null)
        {
            outsideChose?.Invoke(new StepChoice(site, count, choice));
        }

        return choice;
    }

    public ulong Draw(ulong count)
    {
        if (ActorCell.Current?.Mailbox is Mailbox mailbox)
        {
            return mailbox.Random.Below(count);
        }

        lock (_gate)
        {
            return _outside.Below(count);
        }
    }
}
