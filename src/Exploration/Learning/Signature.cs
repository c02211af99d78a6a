using System.Numerics;

namespace PhyrActors.Exploration;

/// <summary>What a run did, as a set of tokens hashed to bits: which of two racing messages came first at which actor,
/// and which choices were not plain.</summary>
internal sealed class Signature
{
    public const int Words = 64;

    private const ulong BitsMask = (Words * 64) - 1;

    private readonly ulong[] _bits = new ulong[Words];
    private readonly Dictionary<Type, ulong> _names = [];
    private Dense<Last> _last;
    private int _step;

    /// <summary>Adds the order of two deliveries in a row that raced: the later one was sent before the earlier one
    /// was delivered, and no channel orders them.</summary>
    public void OnStep(in StepView step)
    {
        _step++;
        if (step.Kind == StepKind.Creation)
        {
            return;
        }

        ulong name = NameOf(step.Message.GetType());
        ref Last last = ref _last[step.Serial];
        if (last.Step > step.Cause && last.Channel != step.Channel)
        {
            Add(SplitMix64.Mix(SplitMix64.Mix(step.ActorId, last.Name), name));
        }

        last = new Last { Step = _step, Channel = step.Channel, Name = name };
    }

    public void OnChoice(string site, int chosen)
    {
        if (chosen > 0)
        {
            Add(SplitMix64.Mix(SplitMix64.Hash(site), (ulong)chosen));
        }
    }

    public IReadOnlyList<ulong> ToBits() => [.. _bits];

    /// <summary>How many bits the run has that are not among the known ones.</summary>
    public static int Count(IReadOnlyList<ulong> bits, IReadOnlyList<ulong> known)
    {
        int count = 0;
        for (int i = 0; i < Words; i++)
        {
            count += BitOperations.PopCount(bits[i] & ~known[i]);
        }

        return count;
    }

    private void Add(ulong token)
    {
        int bit = (int)(token & BitsMask);
        _bits[bit >> 6] |= 1UL << (bit & 63);
    }

    private ulong NameOf(Type type)
    {
        if (!_names.TryGetValue(type, out ulong name))
        {
            name = SplitMix64.Hash(type.FullName ?? type.Name);
            _names.Add(type, name);
        }

        return name;
    }

    private struct Last
    {
        public int Step;
        public int Channel;
        public ulong Name;
    }
}
