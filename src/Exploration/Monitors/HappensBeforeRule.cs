using System.Runtime.InteropServices;

namespace PhyrActors.Exploration;

/// <summary>Every a with key k happens before every b with key k: judged on causes, so a run in which the right order
/// was luck does not pass.</summary>
/// <remarks>A key stands for one life of the thing it names (a frame's generation, a mapping's number); when a thing
/// begins a new life under an old key, <see cref="Forget"/> it.</remarks>
public sealed class HappensBeforeRule<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Seen> _seen = [];

    /// <summary>An a.</summary>
    /// <returns>The b that came before it, or null.</returns>
    public Epoch? First(TKey key, in Stamp stamp)
    {
        ref Seen seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, key, out _);
        if (!stamp.Follows(seen.First))
        {
            (seen.More ??= []).Add(seen.First);
        }

        seen.First = stamp.Here;
        return seen.Then.Index == 0 ? null : seen.Then;
    }

    /// <summary>A b.</summary>
    /// <returns>An a that is not in its past, or null.</returns>
    public Epoch? Then(TKey key, in Stamp stamp)
    {
        ref Seen seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, key, out _);
        seen.Then = stamp.Here;
        if (!stamp.Follows(seen.First))
        {
            return seen.First;
        }

        foreach (Epoch first in seen.More ?? [])
        {
            if (!stamp.Follows(first))
            {
                return first;
            }
        }

        return null;
    }

    public void Forget(TKey key) => _seen.Remove(key);

    /// <summary>The steps of a key. An a that happens before a later a needs no place: whoever follows the later one
    /// follows it too.</summary>
    private struct Seen
    {
        public Epoch First;
        public List<Epoch>? More;
        public Epoch Then;
    }
}
