namespace PhyrActors.Model.Tests;

/// <summary>Folios as a pin may find them, in no order of frames.</summary>
internal static class FolioMixes
{
    /// <param name="mix">70 % of 2 MiB, 20 % of 64 KiB and 10 % of 4 KiB, by number or by size; or one size.</param>
    /// <param name="chunks">How many folios.</param>
    /// <param name="frameBits">The machine has 2^this frames.</param>
    public static IEnumerable<FrameBlock> Of(string mix, int chunks, int frameBits)
    {
        ulong state = 1;
        for (int i = 0; i < chunks; i++)
        {
            int order = OrderAt(mix, Next(ref state) / (double)ulong.MaxValue);
            yield return FrameBlock.Holding(new Pfn(Next(ref state) >> (64 - frameBits)), order);
        }
    }

    private static int OrderAt(string mix, double drawn) => mix switch
    {
        "70/20/10 by number" => drawn < 0.7 ? 9 : drawn < 0.9 ? 4 : 0,
        "70/20/10 by size" => drawn < 0.012 ? 9 : drawn < 0.122 ? 4 : 0,
        "2 MiB" => 9,
        "4 KiB" => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(mix)),
    };

    /// <summary>SplitMix64.</summary>
    private static ulong Next(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
