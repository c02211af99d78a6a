namespace PhyrActors.Exploration;

/// <summary>Choices where nothing says otherwise: the plain one half of the time, else uniformly one of the
/// others.</summary>
internal struct ChoiceDraws(ulong seed)
{
    private const ulong Salt = 0x63686F696365;

    private SplitMix64 _random = new(SplitMix64.Mix(seed, Salt));

    /// <param name="count">How many alternatives there are; at least 2.</param>
    public int Choose(int count) => _random.Below(2) == 0 ? 0 : 1 + _random.Below(count - 1);
}
