namespace PhyrActors.Exploration;

/// <summary>State of a monitor that more than one key's causes decide: what a step reads and writes here is its
/// footprint, and steps whose footprints meet with a write are ordered, race, and are tried in both orders.</summary>
/// <param name="name">Keeps the keys of one store apart from those of another; the same in every run.</param>
public sealed class SharedStore<TValue>(string name)
{
    private readonly Dictionary<ulong, TValue> _values = [];
    private readonly ulong _salt = SplitMix64.Hash(name);

    /// <summary>The value under a key, or the default.</summary>
    public TValue? Read(ulong key, IFindings step)
    {
        ArgumentNullException.ThrowIfNull(step);
        step.Touch(new Touch(SplitMix64.Mix(_salt, key), Writes: false));
        return _values.GetValueOrDefault(key);
    }

    public void Write(ulong key, TValue value, IFindings step)
    {
        ArgumentNullException.ThrowIfNull(step);
        step.Touch(new Touch(SplitMix64.Mix(_salt, key), Writes: true));
        _values[key] = value;
    }
}
