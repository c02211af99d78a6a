using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>The generator of one actor, made when it first draws.</summary>
internal sealed class ActorRandom(SplitMix64 numbers)
{
    private SplitMix64 _numbers = numbers;

    public ref SplitMix64 Numbers => ref _numbers;
}
