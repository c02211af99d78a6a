namespace PhyrActors.Model;

/// <summary>One taken run of granules: an allocation or a reserved range.</summary>
/// <remarks>Shape: [First, Last], in granules, both inclusive, as the kernel's struct iova (pfn_lo, pfn_hi).</remarks>
public readonly record struct IovaEntry(ulong First, ulong Last);
