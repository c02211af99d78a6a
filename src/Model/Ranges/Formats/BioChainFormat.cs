namespace PhyrActors.Model;

/// <summary>What a range costs as bios one behind the other: their bio_vecs and themselves.</summary>
public static class BioChainFormat
{
    /// <summary>The bio_vecs of all.</summary>
    public static ulong Entries(RangeCpu range) => BioVecFormat.Entries(range);

    public static ulong Bytes(RangeCpu range) => FilledFormat.Bytes(range, new BioChain());
}
