namespace PhyrActors.Model;

/// <summary>Which kernel the model behaves as: a set of quirks.</summary>
/// <remarks>A released version is as it was released, without its stable updates.</remarks>
public sealed class KernelVersion
{
    /// <summary>What kernels intend: no quirk.</summary>
    public static readonly KernelVersion Fixed = new("fixed");

    private KernelVersion(string name)
    {
        Name = name;
        Quirks = [.. Quirk.All.Where(quirk => quirk.Kernels.Contains(name, StringComparer.Ordinal))];
        Defects = MutationSet.Of([.. Quirks.Select(static quirk => quirk.Defect)]);
    }

    public static IReadOnlyList<KernelVersion> All { get; } = [Fixed, new("v6.12"), new("v6.16"), new("v7.0")];

    public string Name { get; }

    public IReadOnlyList<Quirk> Quirks { get; }

    /// <summary>The switches of its quirks.</summary>
    public MutationSet Defects { get; }

    public override string ToString() => Name;
}
