namespace PhyrActors.Exploration;

/// <summary>A hash that two runs share when they differ only in the order of steps at different actors.</summary>
/// <remarks>Each mailbox hashes its deliveries and their choices in order; the sum over mailboxes has no
/// order.</remarks>
public sealed class ClassHash
{
    private Mailbox[] _mailboxes = new Mailbox[8];
    private ulong _retired;
    private int _running;

    /// <summary>The hash of the steps so far.</summary>
    public ulong Value
    {
        get
        {
            ulong sum = _retired;
            foreach (Mailbox mailbox in _mailboxes)
            {
                sum = unchecked(sum + mailbox.Sum);
            }

            return sum;
        }
    }

    public void OnStep(in StepView step)
    {
        _running = step.Actor;
        if (_running >= _mailboxes.Length)
        {
            Array.Resize(ref _mailboxes, Math.Max(_running + 1, _mailboxes.Length * 2));
        }

        ref Mailbox mailbox = ref _mailboxes[_running];
        if (mailbox.ActorId != step.ActorId || !mailbox.Used)
        {
            // The slot of a dead actor serves another one.
            _retired = unchecked(_retired + mailbox.Sum);
            mailbox = new Mailbox { ActorId = step.ActorId, Used = true };
        }

        mailbox.Hash = SplitMix64.Mix(mailbox.Hash, step.Id);
    }

    /// <summary>The running step chose; before any step, the world outside did.</summary>
    public void OnChoice(int chosen)
    {
        ref Mailbox mailbox = ref _mailboxes[_running];
        mailbox.Hash = SplitMix64.Mix(mailbox.Hash, (ulong)chosen);
        mailbox.Used = true;
    }

    public void Clear()
    {
        Array.Clear(_mailboxes);
        (_retired, _running) = (0, 0);
    }

    private struct Mailbox
    {
        public ulong ActorId;
        public ulong Hash;
        public bool Used;

        public readonly ulong Sum => Used ? SplitMix64.Mix(ActorId, Hash) : 0;
    }
}
