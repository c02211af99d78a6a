namespace PhyrActors.Model;

/// <summary>A defect that can be put into the model on purpose.</summary>
/// <remarks>Ids and descriptions: docs/bug-zoo.md.</remarks>
public enum Mutation
{
    None = 0,

    /// <summary>A strict unmap skips the invalidation.</summary>
    M1 = 1,

    /// <summary>An unmap does not wait until its cleared entries are in memory before it has them
    /// invalidated.</summary>
    M4 = 4,

    /// <summary>The driver unpins a region before it unmaps it.</summary>
    M9 = 9,

    /// <summary>A region's pins are given back twice.</summary>
    M10 = 10,

    /// <summary>A fast pin does not look whether a fork was under way.</summary>
    M11 = 11,

    /// <summary>A pin does not compare the entries again after it was taken.</summary>
    M12 = 12,

    /// <summary>The driver tells the device of a range before its sync has returned.</summary>
    M21 = 21,

    /// <summary>An invalidation wait completes before accesses translated earlier have landed.</summary>
    M29 = 29,

    /// <summary>A fork does not announce itself in write_protect_seq, as before 57efa1fe5957.</summary>
    B35 = 35,
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
