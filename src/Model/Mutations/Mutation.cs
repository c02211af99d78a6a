namespace PhyrActors.Model;

/// <summary>A defect that can be put into the model on purpose.</summary>
/// <remarks>Ids and descriptions: docs/bug-zoo.md.</remarks>
public enum Mutation
{
    None = 0,

    /// <summary>A strict unmap skips the invalidation.</summary>
    M1 = 1,

    /// <summary>The driver unpins a region before it unmaps it.</summary>
    M9 = 9,

    /// <summary>A region's pins are given back twice.</summary>
    M10 = 10,

    /// <summary>The driver tells the device of a range before its sync has returned.</summary>
    M21 = 21,

    /// <summary>An invalidation wait completes before accesses translated earlier have landed.</summary>
    M29 = 29,
}

/// <summary>The defects switched on in one world; immutable.</summary>
public sealed class MutationSet
{
    public static readonly MutationSet None = new(0);

    private readonly ulong _bits;

    private MutationSet(ulong bits) => _bits = bits;

    public bool IsEmpty => _bits == 0;

    public IEnumerable<Mutation> All =>
        Enum.GetValues<Mutation>().Where(mutation => mutation != Mutation.None && Has(mutation));

    public static MutationSet Of(params ReadOnlySpan<Mutation> mutations)
    {
        ulong bits = 0;
        foreach (Mutation mutation in mutations)
        {
            bits |= 1UL << (int)mutation;
        }

        return new MutationSet(bits);
    }

    public bool Has(Mutation mutation) => (_bits >> (int)mutation & 1) != 0;

    public override string ToString() => string.Join(',', All);
}
