namespace PhyrActors.Model;

/// <summary>A defect that can be put into the model on purpose.</summary>
/// <remarks>Ids and descriptions: docs/bug-zoo.md. M-n has the number n, D-n 50 + n, B-n 64 + n.</remarks>
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

    /// <summary>Whether an unmap is needed is asked before the map that decides it.</summary>
    M22 = 22,

    /// <summary>A bounce slot is given back without waiting until its entry is unmapped.</summary>
    M25 = 25,

    /// <summary>An invalidation wait completes before accesses translated earlier have landed.</summary>
    M29 = 29,

    /// <summary>A driver gives a list back while a device still uses it as an alias.</summary>
    A1 = 40,

    /// <summary>A slot for a device that writes is not filled first: what the device leaves out is what the slot's
    /// last owner left (before ddbd89deb7d3).</summary>
    S1 = 41,

    /// <summary>A bounce slot is copied back and given back before its entry is unmapped, as dma_iova_unlink
    /// does.</summary>
    D5 = 55,

    /// <summary>The slot search steps past the slots that it has found free (CVE-2024-35814).</summary>
    B29 = 93,

    /// <summary>A fork does not announce itself in write_protect_seq, as before 57efa1fe5957.</summary>
    B35 = 99,
}

/// <summary>The defects switched on in one world; immutable.</summary>
public sealed class MutationSet
{
    public static readonly MutationSet None = new(0);

    private readonly UInt128 _bits;

    private MutationSet(UInt128 bits) => _bits = bits;

    public bool IsEmpty => _bits == 0;

    public IEnumerable<Mutation> All =>
        Enum.GetValues<Mutation>().Where(mutation => mutation != Mutation.None && Has(mutation));

    public static MutationSet Of(params ReadOnlySpan<Mutation> mutations)
    {
        UInt128 bits = 0;
        foreach (Mutation mutation in mutations)
        {
            bits |= UInt128.One << (int)mutation;
        }

        return new MutationSet(bits);
    }

    public bool Has(Mutation mutation) => (_bits >> (int)mutation & 1) != 0;

    public override string ToString() => string.Join(',', All);
}
