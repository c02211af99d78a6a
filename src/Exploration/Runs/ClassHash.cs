using System.Runtime.InteropServices;

namespace PhyrActors.Exploration;

/// <summary>A hash that two runs share when they differ only in the order of independent steps.</summary>
/// <remarks>Each mailbox hashes its deliveries and their choices in order, each key of shared state its writes in order
/// with the reads between them; the sum over mailboxes and keys has no order.</remarks>
public sealed class ClassHash
{
    private readonly Dictionary<ulong, KeyHash> _keys = [];
    private readonly List<List<(Delivery Delivery, int Channel)>?> _beside = [];
    private Mailbox[] _mailboxes = new Mailbox[8];
    private Dependence _dependence = new(null);
    private ulong _unordered;
    private ulong _step;
    private int _running;
    private int _choices;

    /// <summary>The hash of the steps so far.</summary>
    public ulong Value
    {
        get
        {
            ulong sum = _unordered;
            foreach (Mailbox mailbox in _mailboxes)
            {
                sum = unchecked(sum + mailbox.Sum);
            }

            return sum;
        }
    }

    public void OnStep(in StepView step)
    {
        (_running, _step, _choices) = (step.Serial, step.Id, 0);
        if (_running >= _mailboxes.Length)
        {
            Array.Resize(ref _mailboxes, Math.Max(_running + 1, _mailboxes.Length * 2));
        }

        ref Mailbox mailbox = ref _mailboxes[_running];
        mailbox.ActorId = step.ActorId;
        mailbox.Used = true;
        if (_dependence.IsTotal(step.ReceiverType))
        {
            mailbox.Hash = SplitMix64.Mix(mailbox.Hash, step.Id);
        }
        else
        {
            mailbox.IsPartial = true;
            AddBeside(step);
        }
    }

    /// <summary>The running step chose; before any step, the world outside did.</summary>
    public void OnChoice(int chosen)
    {
        ref Mailbox mailbox = ref _mailboxes[_running];
        if (mailbox.IsPartial)
        {
            ulong place = SplitMix64.Mix(_step, (ulong)_choices++);
            _unordered = unchecked(_unordered + SplitMix64.Mix(place, (ulong)chosen));
            return;
        }

        mailbox.Hash = SplitMix64.Mix(mailbox.Hash, (ulong)chosen);
        mailbox.Used = true;
    }

    /// <summary>The running step touched shared state.</summary>
    public void OnTouch(Touch touch)
    {
        ref KeyHash key = ref CollectionsMarshal.GetValueRefOrAddDefault(_keys, touch.Key, out _);
        ulong before = key.Sum(touch.Key);
        if (touch.Writes)
        {
            (key.Written, key.Reads) = (SplitMix64.Mix(unchecked(key.Written + key.Reads), _step), 0);
        }
        else
        {
            key.Reads = unchecked(key.Reads + SplitMix64.Mix(key.Written, _step));
        }

        _unordered = unchecked(_unordered - before + key.Sum(touch.Key));
    }

    /// <summary>A new run.</summary>
    internal void Clear(Dependence dependence)
    {
        _dependence = dependence;
        Array.Clear(_mailboxes);
        _keys.Clear();
        _beside.Clear();
        (_unordered, _running, _step, _choices) = (0, 0, 0, 0);
    }

    /// <summary>Where not all deliveries are ordered, the ordered pairs are what counts.</summary>
    private void AddBeside(in StepView step)
    {
        while (_beside.Count <= step.Serial)
        {
            _beside.Add(null);
        }

        Delivery delivery = Delivery.Of(step);
        List<(Delivery Delivery, int Channel)> before = _beside[step.Serial] ??= [];
        _unordered = unchecked(_unordered + SplitMix64.Mix(step.ActorId, step.Id));
        foreach ((Delivery earlier, int channel) in before)
        {
            if (channel == step.Channel || !_dependence.Commute(earlier, delivery))
            {
                _unordered = unchecked(_unordered + SplitMix64.Mix(earlier.Id, step.Id));
            }
        }

        before.Add((delivery, step.Channel));
    }

    private struct Mailbox
    {
        public ulong ActorId;
        public ulong Hash;
        public bool Used;
        public bool IsPartial;

        public readonly ulong Sum => Used ? SplitMix64.Mix(ActorId, Hash) : 0;
    }

    private struct KeyHash
    {
        public ulong Written;
        public ulong Reads;

        public readonly ulong Sum(ulong key) =>
            (Written | Reads) == 0 ? 0 : SplitMix64.Mix(key, SplitMix64.Mix(Written, Reads));
    }
}
